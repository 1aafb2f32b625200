//! The headers on every response: what a page of ours may do, and how long it may be kept.

use axum::http::HeaderMap;
use axum::http::header::{HeaderName, HeaderValue};

/// What the page and the worker may load, name by name; whatever is not listed is refused.
///
/// Inline scripts are not allowed at all: the build moves Trunk's start script into a hashed
/// file. `wasm-unsafe-eval` lets WebAssembly compile and nothing else be evaluated. Styles come
/// from files; single properties set from code (`element.style`) are not touched by the policy,
/// `style="…"` attributes are refused.
///
/// `connect-src 'self'` covers the relay at `/sync` of the same origin: it matches `ws` for
/// `http` and `wss` for `https` (Content Security Policy Level 3, 6.7.2.8). Other relays are let
/// in one by one (`--connect`).
#[must_use]
pub fn content_security_policy(connect: &[String]) -> String {
    let others: String = connect.iter().map(|origin| format!(" {origin}")).collect();
    format!(
        "default-src 'none'; \
         script-src 'self' 'wasm-unsafe-eval'; \
         style-src 'self'; \
         img-src 'self' data: blob:; \
         font-src 'self'; \
         connect-src 'self'{others}; \
         worker-src 'self'; \
         manifest-src 'self'; \
         base-uri 'none'; \
         form-action 'none'; \
         frame-ancestors 'none'"
    )
}

/// Sent with every answer, errors included.
const EVERYWHERE: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    // The clipboard, storage, and the camera where somebody scans a code; what else is powerful stays off.
    (
        "permissions-policy",
        "accelerometer=(), autoplay=(), camera=(self), display-capture=(), geolocation=(), \
         gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
         publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()",
    ),
    // Together these put the page into a process of its own, away from other sites.
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Adds the headers that every answer carries, with this policy.
pub fn add_everywhere(headers: &mut HeaderMap, policy: &HeaderValue) {
    headers.insert(axum::http::header::CONTENT_SECURITY_POLICY, policy.clone());
    for (name, value) in EVERYWHERE {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

/// `Cache-Control` for a path.
///
/// A file whose name carries a hash of its content can never be stale and is kept for a year.
/// Everything else (the page, the service worker, the manifest, fonts, icons) is asked for
/// again each time, which costs a `304` when it has not changed.
pub fn cache_control(path: &str) -> &'static str {
    if carries_hash(path) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// Whether a file name carries a content hash, as in `app-0123456789abcdef_bg.wasm`.
fn carries_hash(path: &str) -> bool {
    // Trunk leaves leading zeros out.
    const DIGITS: std::ops::RangeInclusive<usize> = 12..=16;
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    let stem = stem.strip_suffix("_bg").or_else(|| stem.strip_suffix("_loader")).unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        DIGITS.contains(&hash.len()) && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_long() {
        for path in [
            "/app-0123456789abcdef.js",
            "/app-0123456789abcdef_bg.wasm",
            "/worker-0123456789abcdef_loader.js",
            "/deep/style-00ff00ff00ff00ff.css",
            "/app-bf93d21a46701b8.js",
        ] {
            assert!(carries_hash(path), "{path}");
        }
        for path in
            ["/", "/service-worker.js", "/fonts/serif-italic.woff2", "/a-0123.js", "/app-0123456789ABCDEF.js"]
        {
            assert!(!carries_hash(path), "{path}");
        }
    }

    #[test]
    fn the_policy_allows_no_inline_code() {
        let policy = content_security_policy(&["wss://relay.example".to_owned()]);
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
        assert!(policy.contains("connect-src 'self' wss://relay.example;"), "{policy}");
    }
}
