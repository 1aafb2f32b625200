//! 1:1s, feedback and the continuous record (FB).

mod records;

pub use records::{
    AgendaItem, AgendaState, Concern, ConcernKind, ConcernState, KINDS, Observation, ObservationSource,
    OneOnOne, OneOnOneState, PrivateNote, RaisedBy, Series, Tone,
};
