"""Does the test of each fault that was found on the site fail where the fault is back?"""
