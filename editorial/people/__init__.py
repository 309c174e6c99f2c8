"""Who a person is: signing in and out, second factors, limits on guessing, changes of an account.

Sign-in itself is django-allauth's; what stands here are its forms and pages in this site's words,
and the promises it does not make. Decisions: docs/adr/0029-accounts.md.
"""
