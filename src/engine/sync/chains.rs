//! The chains of envelopes: how they grow, what of them is sent, and how what comes is taken in.

pub(super) mod arrive;
pub(super) mod bundle;
pub(super) mod check;
pub(super) mod early;
mod ending;
pub(super) mod erased;
pub(super) mod exchange;
pub(super) mod fresh;
pub(super) mod numbers;
pub(super) mod seal;
pub(super) mod send;
pub(super) mod take;
pub(super) mod waiting;
