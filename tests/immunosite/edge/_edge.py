"""What the tests of the edge share."""

FORM = "application/x-www-form-urlencoded"
PUBLIC = ["/", "/search/?q=cell", "/ask/", "/nowhere/", "/api/v1/", "/robots.txt", "/articles/"]
