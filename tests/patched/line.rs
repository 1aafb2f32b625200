//! A connection to a relay.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use protocol::limits::VERSION;
use protocol::{Envelope, Frontier, Message, Party, session_bytes};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::Outcome;
use crate::profile::Profile;

/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// One connection.
pub struct Line(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Line {
    /// Connects.
    pub async fn connect(url: &str) -> Outcome<Self> {
        Ok(Self(connect_async(url).await?.0))
    }

    /// Says which device it is, and proves it.
    pub async fn greet(&mut self, profile: &Profile) -> Outcome {
        let party = Party::Device(profile.device);
        self.send(&Message::Hello { version: VERSION, workspace: profile.workspace, party }).await?;
        let Message::Challenge { nonce } = self.next().await? else { return Err("no challenge".into()) };
        let signature = profile.sign(&session_bytes(profile.workspace, party, &nonce, b"relay"));
        self.send(&Message::Proof { signature }).await?;
        let Message::Welcome(_) = self.next().await? else { return Err("not let in".into()) };
        self.send(&Message::Have { operations: profile.heads(), frontier: Frontier::new() }).await
    }

    /// Hands envelopes over, in the order of their chain; what the relay does with the last, or with the first that it
    /// refuses.
    pub async fn hand(&mut self, envelopes: &[Envelope]) -> Outcome<String> {
        let Some(last) = envelopes.last() else { return Ok("nothing".to_owned()) };
        self.send(&Message::Envelopes(envelopes.iter().map(Envelope::encode).collect())).await?;
        let header = last.header;
        loop {
            match self.next().await? {
                Message::Rejected { item, reason, .. }
                    if envelopes.iter().any(|envelope| envelope.hash() == item) =>
                {
                    return Ok(format!("refused: {reason:?}"));
                }
                Message::Refused { reason, .. } => return Ok(format!("hung up: {reason:?}")),
                Message::Durable { frontier, .. }
                    if frontier
                        .position(header.audience, header.device)
                        .is_some_and(|kept| kept.sequence >= header.sequence) =>
                {
                    return Ok("kept".to_owned());
                }
                _ => {}
            }
        }
    }

    async fn send(&mut self, message: &Message) -> Outcome {
        Ok(self.0.send(Frame::Binary(message.encode().into())).await?)
    }

    async fn next(&mut self) -> Outcome<Message> {
        loop {
            let frame = timeout(PATIENCE, self.0.next()).await?.ok_or("the relay hung up")??;
            if let Frame::Binary(bytes) = frame {
                return Ok(Message::decode(&bytes)?);
            }
        }
    }
}
