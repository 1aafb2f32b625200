//! Reviews made from the record: what a period has, what a finding rests on, who was told, what it leads to (PR).
//!
//! Cycles and reviews lie in their own area; what speaks for them lies in others, and links join them.

mod answering;
mod before_talk;
mod carried;
mod drafting;
mod evidence;
mod fairness;
mod gate;
mod handing;
mod lacks;
mod leads;
mod notices;
mod promises;
mod sample;
mod sharing;
mod sources;

pub use answering::{Proposal, proposals};
pub use before_talk::{BeforeTalk, before_a_talk};
pub use carried::{Carried, carried};
pub use drafting::draft;
pub use evidence::{Evidence, Named, add_evidence, evidence_of, rest_on, take_away};
pub use fairness::{Fairness, Row, fairness};
pub use gate::{Surprise, agenda_item, ask_before, surprises, told_on};
pub use handing::{Handed, HandedPart, handed, markdown};
pub use lacks::{Lack, lacks};
pub use leads::{Led, ask_for_skill, leads_of, set_goal};
pub use notices::notices;
pub use promises::{Kept, Placing, kept, place, placing_of};
pub use sample::sample;
pub use sharing::{Sharing, hinders, open_to, share};
pub use sources::{Group, Source, lacks_peer_view, sources, unused};

#[cfg(test)]
mod tests;
