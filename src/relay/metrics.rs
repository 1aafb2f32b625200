//! What can be counted, for `/metrics` in the text format of Prometheus (0.0.4). Numbers of the
//! whole relay only: nothing here tells one workspace from another.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use protocol::Reason;

/// Counters and gauges.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Connections that are open now.
    pub connections: AtomicU64,
    /// Connections that were ever opened.
    pub connected: AtomicU64,
    /// Workspaces that somebody is connected to.
    pub active_workspaces: AtomicU64,
    /// Workspaces that were made.
    pub created: AtomicU64,
    /// Bytes of messages received.
    pub received: AtomicU64,
    /// Bytes of messages sent.
    pub sent: AtomicU64,
    /// Operations taken.
    pub operations: AtomicU64,
    /// Envelopes taken.
    pub envelopes: AtomicU64,
    /// Signals passed on, and dropped because somebody was slow.
    pub signals: AtomicU64,
    /// Signals dropped.
    pub signals_dropped: AtomicU64,
    refused: [AtomicU64; REASONS.len()],
    commits: AtomicU64,
    failed_commits: AtomicU64,
    writes: AtomicU64,
    commit_micros: AtomicU64,
}

/// Reasons that are counted, with the name of their label.
const REASONS: [(Reason, &str); 17] = [
    (Reason::Version, "version"),
    (Reason::Malformed, "malformed"),
    (Reason::TooLong, "too_long"),
    (Reason::CreationClosed, "creation_closed"),
    (Reason::TokenNeeded, "token_needed"),
    (Reason::Stranger, "stranger"),
    (Reason::Removed, "removed"),
    (Reason::Invitation, "invitation"),
    (Reason::NotAllowed, "not_allowed"),
    (Reason::Signature, "signature"),
    (Reason::Gap, "gap"),
    (Reason::Fork, "fork"),
    (Reason::Operation, "operation"),
    (Reason::Quota, "quota"),
    (Reason::TooFast, "too_fast"),
    (Reason::Busy, "busy"),
    (Reason::Trouble, "trouble"),
];

impl Metrics {
    /// Counts one refusal, of a connection or of a single thing.
    pub fn refuse(&self, reason: Reason) {
        if let Some(place) = REASONS.iter().position(|(known, _)| *known == reason)
            && let Some(counter) = self.refused.get(place)
        {
            counter.fetch_add(1, Relaxed);
        }
    }

    /// Counts one commit of so many writes.
    pub fn committed(&self, writes: usize, took: Duration, kept: bool) {
        if writes == 0 {
            return;
        }
        self.commits.fetch_add(1, Relaxed);
        if !kept {
            self.failed_commits.fetch_add(1, Relaxed);
            return;
        }
        self.writes.fetch_add(writes as u64, Relaxed);
        self.commit_micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Relaxed);
    }

    /// Everything, as Prometheus reads it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut one = |name: &str, kind: &str, help: &str, value: f64| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
        };
        let read = |counter: &AtomicU64| counter.load(Relaxed) as f64;
        let gauge = "gauge";
        let counter = "counter";
        one("relay_connections", gauge, "Connections that are open.", read(&self.connections));
        one("relay_workspaces_active", gauge, "Workspaces with a connection.", read(&self.active_workspaces));
        one("relay_connections_total", counter, "Connections that were opened.", read(&self.connected));
        one("relay_workspaces_created_total", counter, "Workspaces that were made.", read(&self.created));
        one("relay_received_bytes_total", counter, "Bytes of messages received.", read(&self.received));
        one("relay_sent_bytes_total", counter, "Bytes of messages sent.", read(&self.sent));
        one("relay_operations_total", counter, "Membership operations taken.", read(&self.operations));
        one("relay_envelopes_total", counter, "Envelopes taken.", read(&self.envelopes));
        one("relay_signals_total", counter, "Signals passed on.", read(&self.signals));
        let dropped = read(&self.signals_dropped);
        one("relay_signals_dropped_total", counter, "Signals dropped for who was slow.", dropped);
        one("relay_commits_total", counter, "Transactions written to the disk.", read(&self.commits));
        one("relay_commits_failed_total", counter, "Transactions that failed.", read(&self.failed_commits));
        one("relay_writes_total", counter, "Things kept by all transactions.", read(&self.writes));
        let seconds = read(&self.commit_micros) / 1e6;
        one("relay_commit_seconds_total", counter, "Time spent in transactions.", seconds);
        let _ = writeln!(
            text,
            "# HELP relay_refused_total Refusals by reason.\n# TYPE relay_refused_total counter"
        );
        for ((_, name), counter) in REASONS.iter().zip(&self.refused) {
            let _ = writeln!(text, "relay_refused_total{{reason=\"{name}\"}} {}", counter.load(Relaxed));
        }
        text
    }
}
