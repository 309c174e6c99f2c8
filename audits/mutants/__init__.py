"""`make mutants`: would the tests notice? Each line of the engine is changed in small ways (mutmut
makes the changes), one at a time, and the tests that run that line must fail.

How to read what it prints, and what to do about it: TESTING.md.
"""
