"""What acts and the clock change of what is public, as the record says it.

`touching` says what an act, or an edition that begins or ends, changes; the names are those of
`editorial.built_from`. `heard` is what this process knows of it, `planned` what the clock will do.
"""
