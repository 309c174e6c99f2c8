"""What the Nu HTML checker and Lighthouse say of the whole site: `make audit`.

They need Java, Node.js and Chromium, so this is for whoever changes a page, and no part of CI. What
CI can do without them is in `tests/editorial/public/test_first_view_browser.py`.
"""
