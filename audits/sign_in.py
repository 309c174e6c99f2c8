"""A session of one of the sample's people, for the pages behind the door."""

from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from audits.site import PASSWORD


def sign_in(site: str, name: str) -> str:
    """The header with which the site knows this person."""
    cookies = CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))
    page = f"{site}/accounts/login/"
    browser.open(page).close()
    given = {"username": name, "password": PASSWORD, "next": "/"}
    token = {"csrfmiddlewaretoken": value(cookies, "csrftoken")}
    browser.open(page, urlencode(given | token).encode()).close()
    return f"sessionid={value(cookies, 'sessionid')}"


def value(cookies: CookieJar, name: str) -> str:
    return next(cookie.value or "" for cookie in cookies if cookie.name == name)
