//! A text as a QR code.

use leptos::prelude::*;
use scan::Code;

/// From so many squares along one side it is drawn larger (ours): version 12, about 300 bytes.
const DENSE: usize = 73;

/// A QR code of a text, with the light margin that cameras need; dark on white in both themes. Where the text is too
/// long for one it says so.
///
/// Whoever sees it can read the text: beside a secret, say so.
#[component]
pub fn QrCode(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// What it is, for those who do not see it: “The link as a QR code”.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    move || match Code::of(&text.get()) {
        Err(too_long) => view! { <p class="soft small">{too_long.to_string()}</p> }.into_any(),
        Ok(code) => {
            let width = code.width();
            view! {
                <svg
                    class="qr-code"
                    class:dense=(width >= DENSE)
                    role="img"
                    aria-label=label
                    viewBox=format!("0 0 {width} {width}")
                    width=width
                    height=width
                    shape-rendering="crispEdges"
                >
                    <title>{label}</title>
                    <path d=code.path() />
                </svg>
            }
            .into_any()
        }
    }
}
