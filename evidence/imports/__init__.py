"""References from the files of other programs: read, compared with the library, then saved.

`reading.read` makes records of a file, `plan.make_plan` says what would become of each, and
`plan.carry_out` does it. The libraries that read these formats drop what they do not understand
without a word, so each reader here counts for itself: a record comes out, or a Rejected does.
"""
