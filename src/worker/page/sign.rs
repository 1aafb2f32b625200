//! The page of the tab that leads says that it lives, so that a worker that computes is not taken for one
//! that stands still (T-46).

use engine::message::{ClientId, decode, encode};
use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::{
    browser,
    wire::{Sign, page_channel},
};

/// Answers whoever asks, as long as it is kept.
pub struct SignOfLife {
    channel: BroadcastChannel,
    _on_ask: EventListener,
}

impl SignOfLife {
    /// `None` where the browser opens no channel: then a leader has to answer itself.
    pub fn of(database: &str, client: ClientId) -> Option<Self> {
        let channel = BroadcastChannel::new(&page_channel(database)).ok()?;
        let answer = channel.clone();
        let on_ask = EventListener::new(&channel, "message", move |event| {
            let event: &MessageEvent = event.unchecked_ref();
            if let (Ok(Sign::Ask), Ok(bytes)) =
                (decode(&browser::bytes_of(&event.data())), encode(&Sign::Lives(client)))
            {
                // Refused only by a channel that was closed.
                let _ = answer.post_message(&browser::buffer_of(&bytes));
            }
        });
        Some(Self { channel, _on_ask: on_ask })
    }
}

impl Drop for SignOfLife {
    fn drop(&mut self) {
        self.channel.close();
    }
}
