"""The public API: read-only JSON over editions, at /api/v1/.

openapi.yaml  the contract: every address, parameter and answer. Start reading here
contract      what a request asks for, checked against it
filters       which editions; cursors: a page of them
shapes        editions as JSON
problems      what is answered instead (RFC 9457)
docs          the contract as a page for people
wire          methods, ETag, CORS
"""
