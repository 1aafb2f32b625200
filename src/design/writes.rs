//! Whether what writes can be pressed: who only reads a workspace sees why not, on whatever would write in it.

use document::Audience;
use leptos::prelude::*;
use mirror::Mirror;

/// Why what writes for this audience cannot be pressed; nothing when it can, or writes for nobody.
pub(crate) fn barred(writes: MaybeProp<Audience>) -> Signal<Option<&'static str>> {
    let mirror = use_context::<Mirror>();
    Signal::derive(move || writes.get().zip(mirror).and_then(|(audience, mirror)| mirror.barred(audience)))
}
