"""Django's British formats, with the zone beside each time. What is typed is read as before."""

DATETIME_FORMAT = "j F Y, H:i e"
SHORT_DATETIME_FORMAT = "d/m/Y, H:i e"
