// Passkeys: a form marked data-passkey asks the browser for one, and sends what it answers.
// "get" shows one that is there, "create" makes one. The options come with the page, or from
// data-options-url when they are needed.
'use strict'

const FORMS = document.querySelectorAll('form[data-passkey]')

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0))
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

async function optionsOf (form) {
  const url = form.dataset.optionsUrl
  const given = url
    ? await (await fetch(url, { headers: { Accept: 'application/json' } })).json()
    : JSON.parse(document.getElementById('passkey-options').textContent)
  const options = (given.request_options || given.creation_options).publicKey
  const withId = (each) => ({ ...each, id: toBytes(each.id) })
  options.challenge = toBytes(options.challenge)
  if (options.user) options.user.id = toBytes(options.user.id)
  for (const name of ['allowCredentials', 'excludeCredentials']) {
    if (options[name]) options[name] = options[name].map(withId)
  }
  if (form.dataset.passkey === 'create') {
    Object.assign(options.authenticatorSelection, {
      residentKey: 'required', requireResidentKey: true, userVerification: 'required'
    })
  }
  return options
}

function asJson (credential) {
  const response = { clientDataJSON: toText(credential.response.clientDataJSON) }
  for (const name of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = toText(credential.response[name])
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response
  })
}

// A signature: the server makes the challenge of what stands in the form.
async function sign (button) {
  const form = button.form
  const answer = await fetch(button.dataset.passkeySign, { method: 'POST', body: new FormData(form) })
  if (!answer.ok) return form.requestSubmit() // the page says what is missing
  const options = (await answer.json()).request_options.publicKey
  const allow = options.allowCredentials.map((each) => ({ ...each, id: toBytes(each.id) }))
  const publicKey = { ...options, challenge: toBytes(options.challenge), allowCredentials: allow }
  const credential = await navigator.credentials.get({ publicKey })
  form.elements.credential.value = asJson(credential)
  form.submit()
}

async function ask (form) {
  const publicKey = await optionsOf(form)
  const credential = await navigator.credentials[form.dataset.passkey]({ publicKey })
  form.elements.credential.value = asJson(credential)
  form.submit()
}

function say (form, error) {
  const place = form.querySelector('[role=alert]')
  place.textContent = error.name === 'InvalidStateError'
    ? 'This device has a passkey of yours already.'
    : 'No passkey was used. Try again, or go on another way.'
  place.hidden = false
}

if (window.PublicKeyCredential) {
  document.querySelectorAll('[data-no-passkey]').forEach((each) => each.remove())
  for (const button of document.querySelectorAll('[data-passkey-sign]')) {
    button.hidden = false
    button.addEventListener('click', () => {
      sign(button).catch((error) => say(button.form, error))
    })
  }
  for (const form of FORMS) {
    form.hidden = false
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      form.querySelector('[role=alert]').hidden = true
      ask(form).catch((error) => say(form, error))
    })
  }
}
