//! What goes wrong and is said: forks, rollback, clocks, what was set aside, what is damaged here.

pub(super) mod aside;
pub(super) mod broken;
pub(super) mod clock;
pub(super) mod compare;
pub(super) mod forked;
pub(super) mod mend;
pub(super) mod rollback;
