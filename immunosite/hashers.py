"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id with 46 MiB, one pass and one lane: of OWASP's settings of equal strength (Password
    Storage Cheat Sheet) the one with the most memory.

    Django's own, 100 MiB in two passes on eight lanes, is made for more cores: on two it took 3.5
    times the processor time, at each login and each signature.
    """

    time_cost = 1
    memory_cost = 47_104  # KiB
    parallelism = 1
