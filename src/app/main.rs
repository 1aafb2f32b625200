//! The screen: everything meets here.

use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| view! { <main><h1>"Pilothouse"</h1></main> });
}
