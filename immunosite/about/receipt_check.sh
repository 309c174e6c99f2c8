field() { sed -n "s/.*\"$2\": *\"\([^\"]*\)\".*/\1/p" "$1"; }
decode() { tr -- '-_' '+/' | sed -e 's/$/===/' -e 's/\(\(....\)*\).*/\1/' | openssl base64 -d -A; }
tr ',{' '\n\n' < receipt.json > receipt.txt
field receipt.txt protected | decode > header.json
field receipt.txt signature | decode > signature.bin
field receipt.txt payload | decode > claims.json
kid=$(tr ',{' '\n\n' < header.json | sed -n 's/.*"kid": *"\([^"]*\)".*/\1/p')
tr '{' '\n' < jwks.json | grep -F "\"$kid\"" | tr ',' '\n' > key.txt
{ printf '\060\052\060\005\006\003\053\145\160\003\041\000'; field key.txt x | decode; } > key.der
printf '%s.%s' "$(field receipt.txt protected)" "$(field receipt.txt payload)" > signed-input.bin
openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in signed-input.bin -sigfile signature.bin
tr ',{' '\n\n' < claims.json | sed -n 's/^"digest": *"\([^"]*\)".*/\1/p'
openssl dgst -sha256 -r signed.json | cut -d' ' -f1
