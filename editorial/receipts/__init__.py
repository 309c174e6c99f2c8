"""Receipts: an edition's digest, root, signers and times under the site's own key, for everybody.

`claims` says what a receipt states, `keys` where the key is, `issuing` makes one in the transaction
of the last signature, `checking` reads one as a stranger would. See docs/receipts.md.
"""
