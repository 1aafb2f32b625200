//! The page's part in direct connections (WebRTC): only a page can make them. It passes bytes
//! between a channel and its worker and understands none of them.
//!
//! No server is asked for anything: the browser is given no address of one.

use gloo::{events::EventListener, timers::callback::Timeout};
use js_sys::ArrayBuffer;
use kernel::Problem;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::{Rc, Weak},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    MessageEvent, RtcDataChannel, RtcDataChannelInit, RtcDataChannelType, RtcIceGatheringState,
    RtcPeerConnection, RtcPeerConnectionState, RtcSdpType, RtcSessionDescriptionInit,
};

use crate::{
    browser,
    troubles::Fault,
    wire::{PeerCall, PeerId, PeerNews},
};

/// The browser says that it can be given more when it has no more than so many bytes to send (ours).
const LOW: u32 = 256 * 1024;
/// How long to wait for the browser to find all its addresses, in milliseconds (ours). In one network
/// that takes a fraction of a second.
const GATHERING_MILLIS: u32 = 3_000;

/// What is done about an event of a channel.
type Handler = Box<dyn Fn(&Peers, &JsValue)>;

/// The direct connections of a page. They end with this.
pub struct Peers {
    peers: RefCell<BTreeMap<PeerId, Peer>>,
    tell: Box<dyn Fn(PeerId, PeerNews)>,
}

/// One connection.
struct Peer {
    connection: RtcPeerConnection,
    channel: RtcDataChannel,
    /// How many parts were given to the browser since it was said.
    given: Rc<Cell<u32>>,
    _listeners: [EventListener; 5],
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.channel.close();
        self.connection.close();
    }
}

impl Peers {
    /// None yet; what happens to them goes to `tell`.
    pub fn new(tell: impl Fn(PeerId, PeerNews) + 'static) -> Rc<Self> {
        Rc::new(Self { peers: RefCell::default(), tell: Box::new(tell) })
    }

    /// Ends all connections; nothing is said of any.
    pub fn clear(&self) {
        let peers = self.peers.take();
        drop(peers);
    }

    /// Does what the worker asks for.
    pub fn carry_out(self: &Rc<Self>, id: PeerId, call: PeerCall) {
        match call {
            PeerCall::Offer => self.begin(id, None),
            PeerCall::Answer(other) => self.begin(id, Some(other)),
            PeerCall::Accept(other) => self.accept(id, other),
            PeerCall::Send(part) => self.send(id, &part),
            PeerCall::End => {
                // Taken out before it ends: nothing may be borrowed meanwhile.
                let peer = self.peers.borrow_mut().remove(&id);
                drop(peer);
            }
        }
    }

    fn begin(self: &Rc<Self>, id: PeerId, other: Option<String>) {
        let peer = match self.connect(id) {
            Ok(peer) => peer,
            Err(thrown) => return (self.tell)(id, PeerNews::Ended(Some(refused(&thrown)))),
        };
        let connection = peer.connection.clone();
        self.peers.borrow_mut().insert(id, peer);
        let peers = Rc::downgrade(self);
        spawn_local(async move {
            let described = describe(&connection, other).await;
            if let Some(peers) = peers.upgrade() {
                match described {
                    Ok(text) if peers.has(id) => (peers.tell)(id, PeerNews::Described(text)),
                    Ok(_) => {}
                    Err(thrown) => peers.end(id, Some(refused(&thrown))),
                }
            }
        });
    }

    fn accept(self: &Rc<Self>, id: PeerId, other: String) {
        let Some(connection) = self.peers.borrow().get(&id).map(|peer| peer.connection.clone()) else {
            return;
        };
        let peers = Rc::downgrade(self);
        spawn_local(async move {
            let description = described_as(RtcSdpType::Answer, &other);
            let accepted = JsFuture::from(connection.set_remote_description(&description)).await;
            if let (Err(thrown), Some(peers)) = (accepted, peers.upgrade()) {
                peers.end(id, Some(refused(&thrown)));
            }
        });
    }

    fn send(&self, id: PeerId, part: &[u8]) {
        let sent = {
            let peers = self.peers.borrow();
            let Some(peer) = peers.get(&id) else { return };
            peer.channel.send_with_u8_array(part).map(|()| {
                peer.given.set(peer.given.get() + 1);
                (peer.channel.buffered_amount() <= LOW).then(|| peer.given.replace(0))
            })
        };
        match sent {
            Ok(Some(count)) => (self.tell)(id, PeerNews::Sent(count)),
            Ok(None) => {}
            Err(thrown) => self.end(id, Some(broken(&Fault::of(&thrown).message))),
        }
    }

    fn has(&self, id: PeerId) -> bool {
        self.peers.borrow().contains_key(&id)
    }

    /// A connection has ended: it is forgotten and that is said, once.
    fn end(&self, id: PeerId, problem: Option<Problem>) {
        let peer = self.peers.borrow_mut().remove(&id);
        if peer.is_some() {
            drop(peer);
            (self.tell)(id, PeerNews::Ended(problem));
        }
    }

    fn connect(self: &Rc<Self>, id: PeerId) -> Result<Peer, JsValue> {
        let connection = RtcPeerConnection::new()?;
        let options = RtcDataChannelInit::new();
        // Both ends know the one channel there is, so nobody has to announce it.
        options.set_negotiated(true);
        options.set_id(0);
        let channel = connection.create_data_channel_with_data_channel_dict("pilothouse", &options);
        channel.set_binary_type(RtcDataChannelType::Arraybuffer);
        channel.set_buffered_amount_low_threshold(LOW);
        let given = Rc::new(Cell::new(0));
        let on = |name: &'static str, what: Handler| {
            let peers: Weak<Self> = Rc::downgrade(self);
            EventListener::new(&channel, name, move |event| {
                if let Some(peers) = peers.upgrade().filter(|peers| peers.has(id)) {
                    what(&peers, event);
                }
            })
        };
        let open = on("open", Box::new(move |peers, _| (peers.tell)(id, PeerNews::Open)));
        let message = on(
            "message",
            Box::new(move |peers, event| {
                let data = event.unchecked_ref::<MessageEvent>().data();
                if data.is_instance_of::<ArrayBuffer>() {
                    (peers.tell)(id, PeerNews::Came(browser::bytes_of(&data)));
                } else {
                    peers.end(id, Some(broken("text came")));
                }
            }),
        );
        let close = on("close", Box::new(move |peers, _| peers.end(id, None)));
        let counted = given.clone();
        let low = on(
            "bufferedamountlow",
            Box::new(move |peers, _| {
                let count = counted.replace(0);
                if count > 0 {
                    (peers.tell)(id, PeerNews::Sent(count));
                }
            }),
        );
        let (peers, observed) = (Rc::downgrade(self), connection.clone());
        let state = EventListener::new(&connection, "connectionstatechange", move |_| {
            let failed = observed.connection_state() == RtcPeerConnectionState::Failed;
            if let (true, Some(peers)) = (failed, peers.upgrade()) {
                peers.end(id, Some(unreachable()));
            }
        });
        Ok(Peer { connection, channel, given, _listeners: [open, message, close, low, state] })
    }
}

/// This end, when the browser has found its addresses; `other`: the end that began.
async fn describe(connection: &RtcPeerConnection, other: Option<String>) -> Result<String, JsValue> {
    let (own, kind) = match other {
        None => (JsFuture::from(connection.create_offer()).await?, RtcSdpType::Offer),
        Some(other) => {
            let description = described_as(RtcSdpType::Offer, &other);
            JsFuture::from(connection.set_remote_description(&description)).await?;
            (JsFuture::from(connection.create_answer()).await?, RtcSdpType::Answer)
        }
    };
    let text = js_sys::Reflect::get(&own, &JsValue::from_str("sdp"))?;
    let own = described_as(kind, &text.as_string().unwrap_or_default());
    JsFuture::from(connection.set_local_description(&own)).await?;
    gathered(connection).await;
    connection.local_description().map(|own| own.sdp()).ok_or(JsValue::NULL)
}

/// Waits until the browser has found its addresses, or long enough.
async fn gathered(connection: &RtcPeerConnection) {
    if connection.ice_gathering_state() == RtcIceGatheringState::Complete {
        return;
    }
    let mut waiting = None;
    let done = js_sys::Promise::new(&mut |resolve, _| {
        let (observed, resolved) = (connection.clone(), resolve.clone());
        let listener = EventListener::new(connection, "icegatheringstatechange", move |_| {
            if observed.ice_gathering_state() == RtcIceGatheringState::Complete {
                // A function of the browser's, which throws nothing.
                let _ = resolved.call0(&JsValue::NULL);
            }
        });
        let deadline = Timeout::new(GATHERING_MILLIS, move || {
            let _ = resolve.call0(&JsValue::NULL);
        });
        waiting = Some((listener, deadline));
    });
    // It is never rejected.
    let _ = JsFuture::from(done).await;
    drop(waiting);
}

fn described_as(kind: RtcSdpType, text: &str) -> RtcSessionDescriptionInit {
    let description = RtcSessionDescriptionInit::new(kind);
    description.set_sdp(text);
    description
}

fn refused(thrown: &JsValue) -> Problem {
    let fault = Fault::of(thrown).message;
    let what = format!("This browser makes no direct connection ({fault}).");
    Problem::new(what, "Use a current browser, or meet at a relay.")
}

fn unreachable() -> Problem {
    Problem::new(
        "The two devices do not reach each other.",
        "Both have to be in one network, with nothing between them that keeps devices apart.",
    )
}

fn broken(reason: &str) -> Problem {
    Problem::new(
        format!("The direct connection broke off ({reason})."),
        "It is made again by itself while both meet at a relay.",
    )
}
