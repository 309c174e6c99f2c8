# Varnish 6 or 7 in front of the site (docs/deploying.md): pages are kept as long as the site says,
# and forgotten by their names when it asks. Change the address below to that of the site.
vcl 4.1;

backend site {
    .host = "127.0.0.1";
    .port = "8000";
}

# Who may ask to forget: the machines that the site runs on.
acl site_itself {
    "localhost";
    "127.0.0.1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ site_itself) {
            return (synth(403));
        }
        if (!req.http.Surrogate-Key) {
            return (synth(400));
        }
        ban("obj.http.Surrogate-Key ~ (^|\s)(" + regsuball(req.http.Surrogate-Key, "\s+", "|") + ")(\s|$)");
        return (synth(204));
    }
    # Where people sign in and work nothing is ever kept.
    if (req.url ~ "^/(admin|review|accounts)/" || (req.method != "GET" && req.method != "HEAD")) {
        return (pass);
    }
    # Public pages know nobody: the site reads no cookie there.
    unset req.http.Cookie;
    return (hash);
}

sub vcl_backend_response {
    # Kept only where the site says for how long, and never longer.
    if (beresp.status != 200 || beresp.http.Cache-Control !~ "s-maxage=[1-9]") {
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
        return (deliver);
    }
    if (beresp.http.Cache-Control !~ "stale-while-revalidate") {
        set beresp.grace = 0s;
    }
    set beresp.keep = 0s;
}

sub vcl_deliver {
    # For the cache alone.
    unset resp.http.Surrogate-Key;
}
