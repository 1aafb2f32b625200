//! The rules of `docs/design/tabs.md` that need no browser.

use super::*;
use document::{Audience, DocumentKey, Place};
use engine::message::{Ask, Changed, Event, Reply};

const ANA: ClientId = ClientId([1; 16]);
const BEN: ClientId = ClientId([2; 16]);
const CHO: ClientId = ClientId([3; 16]);

fn leader(client: ClientId, term: u64) -> Leader {
    Leader { client, term }
}

fn request(id: u64) -> Request {
    Request { id, ask: Ask::Undo }
}

fn done(id: u64) -> Delivery {
    Delivery { replies: vec![(id, Reply::Done)], events: Vec::new() }
}

/// A tab that has come up and follows `leader`.
fn following(me: ClientId, leader: Leader) -> Tabs {
    let mut tabs = Tabs::new(me);
    let _ = tabs.take(Happening::Started);
    let _ = tabs.take(Happening::Heard(Call::Leading(leader)));
    tabs
}

/// A tab that leads in the given term.
fn leading(me: ClientId, term: u64) -> Tabs {
    let mut tabs = Tabs::new(me);
    for happening in [Happening::Started, Happening::LockGranted { now: term }] {
        let _ = tabs.take(happening);
    }
    tabs
}

/// The requests that go to the engine or to the leader, in order.
fn asked(actions: &[Action]) -> Vec<u64> {
    actions
        .iter()
        .filter_map(|action| match action {
            Action::Handle { request, .. } | Action::Say(Call::Request { request, .. }) => Some(request.id),
            _ => None,
        })
        .collect()
}

#[test]
fn t_1_the_holder_of_the_lock_runs_the_engine_and_says_so() {
    let mut tabs = Tabs::new(ANA);
    assert_eq!(
        tabs.take(Happening::Started),
        [Action::Show(LinkState::Starting), Action::QueueForLock, Action::Say(Call::WhoLeads)]
    );
    assert_eq!(
        tabs.take(Happening::LockGranted { now: 4 }),
        [
            Action::OpenEngine,
            Action::Say(Call::Leading(leader(ANA, 4))),
            Action::Show(LinkState::Ready { leading: true })
        ]
    );
    assert_eq!(tabs.take(Happening::Heard(Call::WhoLeads)), [Action::Say(Call::Leading(leader(ANA, 4)))]);
}

#[test]
fn t_1_the_other_tabs_reach_it_over_the_channel_and_only_their_own_answers_reach_them() {
    let mut ana = leading(ANA, 4);
    let mut ben = following(BEN, leader(ANA, 4));

    let said = ben.take(Happening::Asked(request(1)));
    let call = Call::Request { leader: leader(ANA, 4), client: BEN, request: request(1) };
    assert_eq!(said, [Action::Say(call.clone())]);
    assert_eq!(ana.take(Happening::Heard(call)), [Action::Handle { client: BEN, request: request(1) }]);

    let said = ana.take(Happening::Answered { client: BEN, delivery: done(1) });
    let call = Call::Delivery { leader: leader(ANA, 4), client: BEN, delivery: done(1) };
    assert_eq!(said, [Action::Say(call.clone())]);
    assert_eq!(ben.take(Happening::Heard(call)), [Action::Deliver(done(1))]);

    let to_another = Call::Delivery { leader: leader(ANA, 4), client: CHO, delivery: done(1) };
    assert_eq!(ben.take(Happening::Heard(to_another)), []);
}

#[test]
fn t_2_what_is_asked_before_anybody_leads_waits_and_is_asked_then_in_order() {
    let mut own = Tabs::new(ANA);
    let mut other = Tabs::new(BEN);
    for tabs in [&mut own, &mut other] {
        let _ = tabs.take(Happening::Started);
        assert_eq!(tabs.take(Happening::Asked(request(1))), []);
        assert_eq!(tabs.take(Happening::Asked(request(2))), []);
    }
    assert_eq!(asked(&own.take(Happening::LockGranted { now: 1 })), [1, 2]);
    assert_eq!(asked(&other.take(Happening::Heard(Call::Leading(leader(ANA, 1))))), [1, 2]);
}

#[test]
fn t_3_a_new_leader_is_asked_to_open_with_what_the_page_shows_by_now_and_then_the_rest() {
    let key = DocumentKey { audience: Audience::Everyone, place: Place::Index };
    let (old, new) = (vec![[1; 32]], vec![[2; 32]]);
    let open = |heads| Request { id: 1, ask: Ask::Open { have: vec![(key.clone(), heads)] } };
    let mut ben = following(BEN, leader(ANA, 1));
    for request in [open(old), request(2), request(3)] {
        let _ = ben.take(Happening::Asked(request));
    }
    let changed = Changed {
        document: key.clone(),
        heads: new.clone(),
        whole: false,
        rows: Vec::new(),
        removed: Vec::new(),
    };
    let delivery =
        Delivery { replies: vec![(1, Reply::Done), (2, Reply::Done)], events: vec![Event::Changed(changed)] };
    let _ = ben.take(Happening::Heard(Call::Delivery { leader: leader(ANA, 1), client: BEN, delivery }));

    let next = leader(CHO, 2);
    assert_eq!(
        ben.take(Happening::Heard(Call::Leading(next))),
        [
            Action::Show(LinkState::Ready { leading: false }),
            Action::Say(Call::Request { leader: next, client: BEN, request: open(new) }),
            Action::Say(Call::Request { leader: next, client: BEN, request: request(3) }),
        ]
    );
    assert_eq!(ben.take(Happening::Heard(Call::Leading(next))), [], "once is enough");
}

#[test]
fn t_4_a_page_gets_no_second_answer_to_one_request() {
    let mut ana = leading(ANA, 1);
    let _ = ana.take(Happening::Asked(request(1)));
    let answer = |ana: &mut Tabs| ana.take(Happening::Answered { client: ANA, delivery: done(1) });
    assert_eq!(answer(&mut ana), [Action::Deliver(done(1))]);
    assert_eq!(answer(&mut ana), []);
}

/// What a tab does that waits and hears nothing.
fn doubts() -> [Action; 2] {
    [Action::Say(Call::WhoLeads), Action::AskPage]
}

#[test]
fn t_5_a_leader_that_gives_no_sign_of_life_for_1_2_seconds_while_something_waits_is_deposed() {
    let mut ben = following(BEN, leader(ANA, 1));
    assert!(!ben.is_listening(), "nothing waits, so nothing is doubted");
    assert_eq!(ben.take(Happening::Tick), []);

    let _ = ben.take(Happening::Asked(request(1)));
    assert!(ben.is_listening());
    for _ in 0..5 {
        assert_eq!(ben.take(Happening::Tick), doubts());
    }
    assert_eq!(ben.take(Happening::Tick), [Action::Show(LinkState::Waiting), Action::StealLock]);
    assert_eq!(6 * TICK_MILLIS, 1_200);
}

#[test]
fn t_5_a_sign_of_life_is_enough_for_a_leader_that_is_busy() {
    let mut ben = following(BEN, leader(ANA, 1));
    let _ = ben.take(Happening::Asked(request(1)));
    for _ in 0..100 {
        for _ in 0..5 {
            assert_eq!(ben.take(Happening::Tick), doubts());
        }
        assert_eq!(ben.take(Happening::Heard(Call::Leading(leader(ANA, 1)))), []);
    }
}

#[test]
fn t_46_a_leader_that_computes_is_told_by_its_page_from_one_that_stands_still() {
    let is_taken = |ben: &mut Tabs, page: Option<ClientId>| {
        let taken = ben.take(Happening::Tick).contains(&Action::StealLock);
        if let Some(page) = page {
            assert_eq!(ben.take(Happening::PageLives(page)), []);
        }
        taken
    };
    let deposed_after = |page: Option<ClientId>| {
        let mut ben = following(BEN, leader(ANA, 1));
        let _ = ben.take(Happening::Asked(request(1)));
        (1..1_000).find(|_| is_taken(&mut ben, page)).unwrap_or_default() * TICK_MILLIS
    };
    assert_eq!(deposed_after(None), 1_200, "nobody answers: frozen");
    assert_eq!(deposed_after(Some(ANA)), 6_000, "the page answers: five times as long, not for ever");
    assert_eq!(deposed_after(Some(CHO)), 1_200, "the page of somebody else says nothing of the leader");

    // Whoever has come up and found nobody who says so waits for a page as well.
    let mut new = Tabs::new(BEN);
    let _ = new.take(Happening::Started);
    assert_eq!((1..1_000).find(|_| is_taken(&mut new, Some(ANA))).unwrap_or_default() * TICK_MILLIS, 6_000);

    // The worker that answered once is awake: its time begins anew.
    let mut ben = following(BEN, leader(ANA, 1));
    let _ = ben.take(Happening::Asked(request(1)));
    for tick in 1..200 {
        assert!(!is_taken(&mut ben, Some(ANA)));
        if tick % 29 == 0 {
            let _ = ben.take(Happening::Heard(Call::Leading(leader(ANA, 1))));
        }
    }
}

#[test]
fn t_47_what_waits_under_a_frozen_leader_is_handed_to_the_next_within_two_seconds() {
    let mut ben = following(BEN, leader(ANA, 1));
    let _ = ben.take(Happening::Asked(request(1)));
    let ticks = (1..100).find(|_| ben.take(Happening::Tick).contains(&Action::StealLock)).unwrap_or(100);
    // The first tick comes a whole one after the request; the lock is given at once.
    let (patience, to_take_over) = (ticks * TICK_MILLIS, 800);
    assert!(patience + to_take_over <= 2_000, "{patience} ms");
    let office = ben.take(Happening::LockGranted { now: 9 });
    assert_eq!(office.first(), Some(&Action::OpenEngine));
    assert_eq!(asked(&office), [1], "without being asked for again");
}

#[test]
fn t_6_patience_doubles_with_every_deposing_and_comes_back_with_an_answer() {
    let silence = |ben: &mut Tabs| {
        (1..1_000).find(|_| ben.take(Happening::Tick).contains(&Action::StealLock)).unwrap_or_default()
    };
    let mut ben = following(BEN, leader(ANA, 1));
    let _ = ben.take(Happening::Asked(request(1)));
    assert_eq!([silence(&mut ben), silence(&mut ben), silence(&mut ben)], [6, 12, 24]);
    for _ in 0..10 {
        assert!((24..=300).contains(&silence(&mut ben)));
    }
    let next = leader(ANA, 2);
    let _ = ben.take(Happening::Heard(Call::Leading(next)));
    let _ = ben.take(Happening::Heard(Call::Delivery { leader: next, client: BEN, delivery: done(1) }));
    let _ = ben.take(Happening::Asked(request(2)));
    assert_eq!(silence(&mut ben), 6);
}

#[test]
fn t_7_a_leader_that_lost_its_office_closes_the_engine_and_follows() {
    let happenings =
        [Happening::LockLost, Happening::Fenced, Happening::Heard(Call::Leading(leader(BEN, 2)))];
    for happening in happenings {
        let mut ana = leading(ANA, 1);
        let _ = ana.take(Happening::Asked(request(1)));
        let what = format!("{happening:?}");
        assert_eq!(
            ana.take(happening),
            [
                Action::CloseEngine,
                Action::ReleaseLock,
                Action::Show(LinkState::Waiting),
                Action::QueueForLock,
                Action::Say(Call::WhoLeads)
            ],
            "{what}"
        );
        let late = Happening::Answered { client: ANA, delivery: done(1) };
        assert_eq!(ana.take(late), [], "its engine has nothing to say any more");
        assert_eq!(asked(&ana.take(Happening::Heard(Call::Leading(leader(BEN, 2))))), [1]);
    }
}

#[test]
fn t_8_of_two_that_say_they_lead_the_later_term_counts() {
    let mut ana = leading(ANA, 2);
    let stale = Call::Leading(leader(BEN, 1));
    assert_eq!(ana.take(Happening::Heard(stale.clone())), [Action::Say(Call::Leading(leader(ANA, 2)))]);
    let astray = Call::Request { leader: leader(BEN, 1), client: BEN, request: request(1) };
    assert_eq!(ana.take(Happening::Heard(astray)), [Action::Say(Call::Leading(leader(ANA, 2)))]);

    let mut cho = following(CHO, leader(ANA, 2));
    let _ = cho.take(Happening::Asked(request(1)));
    assert_eq!(cho.take(Happening::Heard(stale)), []);
    let from_stale = Call::Delivery { leader: leader(BEN, 1), client: CHO, delivery: done(1) };
    assert_eq!(cho.take(Happening::Heard(from_stale)), []);
}

#[test]
fn t_8_a_term_is_later_than_every_one_heard_of_even_when_the_clock_was_set_back() {
    let mut ben = following(BEN, leader(ANA, 1_000));
    let actions = ben.take(Happening::LockGranted { now: 10 });
    assert!(actions.contains(&Action::Say(Call::Leading(leader(BEN, 1_001)))), "{actions:?}");
}

#[test]
fn t_9_a_closing_leader_steps_down_and_the_others_wait_for_the_next() {
    let mut ana = leading(ANA, 1);
    let mut ben = following(BEN, leader(ANA, 1));
    assert_eq!(
        ana.take(Happening::Closing),
        [Action::FinishEngine, Action::Say(Call::Leaving(leader(ANA, 1))), Action::ReleaseLock]
    );
    assert_eq!(ana.take(Happening::LockGranted { now: 2 }), [], "closed is closed");
    let _ = ben.take(Happening::Asked(request(1)));
    assert_eq!(ben.take(Happening::Heard(Call::Leaving(leader(ANA, 1)))), [Action::Show(LinkState::Waiting)]);
    assert_eq!(asked(&ben.take(Happening::LockGranted { now: 2 })), [1]);
}

#[test]
fn t_9_a_closing_page_says_goodbye_to_the_engine() {
    let mut ana = leading(ANA, 1);
    let mut ben = following(BEN, leader(ANA, 1));
    let goodbye = Call::Goodbye { client: BEN };
    assert_eq!(ben.take(Happening::Closing), [Action::Say(goodbye.clone()), Action::ReleaseLock]);
    assert_eq!(ana.take(Happening::Heard(goodbye)), [Action::Gone(BEN)]);
}

#[test]
fn t_10_an_engine_that_cannot_run_frees_the_lock_and_the_page_is_told() {
    let problem = Problem::new("It broke.", "Reload.");
    let mut ana = leading(ANA, 1);
    assert_eq!(
        ana.take(Happening::Failed(problem.clone())),
        [
            Action::CloseEngine,
            Action::Say(Call::Leaving(leader(ANA, 1))),
            Action::ReleaseLock,
            Action::Show(LinkState::Stopped(problem))
        ]
    );
}

#[test]
fn t_11_a_tab_that_hears_a_newer_version_stops_and_frees_the_lock() {
    let mut ana = leading(ANA, 1);
    let actions = ana.take(Happening::HeardNewer);
    assert!(actions.contains(&Action::ReleaseLock));
    let Some(Action::Show(LinkState::Stopped(problem))) = actions.last() else { panic!("{actions:?}") };
    assert_eq!(problem.way_out, "Reload this tab.");
}

#[test]
fn t_12_a_wiped_workspace_is_let_go_of_by_every_tab() {
    for mut tabs in [leading(ANA, 1), following(ANA, leader(BEN, 1)), Tabs::new(ANA)] {
        let engine_runs = tabs.holds_office();
        let actions = tabs.take(Happening::Heard(Call::Wipe));
        assert_eq!(actions.contains(&Action::CloseEngine), engine_runs);
        assert!(actions.contains(&Action::ReleaseLock), "{actions:?}");
        assert_eq!(actions.last(), Some(&Action::Show(LinkState::Wiped)));
        assert!(!tabs.is_listening() && !tabs.holds_office());
    }
}

fn merge(id: u64) -> Request {
    Request { id, ask: Ask::Merge { documents: Vec::new(), origin: None } }
}

/// The requests that are handed to an engine, with whether each is carried out or withdrawn.
fn withdrawn(actions: &[Action]) -> Vec<(u64, bool)> {
    let handed = actions.iter().filter_map(|action| match action {
        Action::Handle { request, .. } | Action::Say(Call::Request { request, .. }) => Some(request),
        _ => None,
    });
    handed.map(|request| (request.id, matches!(request.ask, Ask::Withdraw(_)))).collect()
}

#[test]
fn t_20_a_merge_at_which_an_engine_ended_is_asked_of_no_other() {
    let mut ben = following(BEN, leader(ANA, 1));
    for request in [request(1), merge(2), request(3)] {
        let _ = ben.take(Happening::Asked(request));
    }
    let next = ben.take(Happening::Heard(Call::Leading(leader(CHO, 2))));
    assert_eq!(withdrawn(&next), [(1, false), (2, true), (3, false)], "ana's engine ended without a word");
    let next = ben.take(Happening::LockGranted { now: 3 });
    assert_eq!(withdrawn(&next), [(1, false), (2, true), (3, false)], "and it stays withdrawn");
}

#[test]
fn t_20_a_merge_that_no_engine_was_handed_yet_is_asked_for() {
    let mut ben = Tabs::new(BEN);
    let _ = ben.take(Happening::Started);
    let _ = ben.take(Happening::Asked(merge(1)));
    assert_eq!(withdrawn(&ben.take(Happening::LockGranted { now: 1 })), [(1, false)]);
}

#[test]
fn t_20_a_merge_is_asked_for_again_where_the_engine_was_left_alive() {
    // The leader closes in good order.
    let mut ben = following(BEN, leader(ANA, 1));
    let _ = ben.take(Happening::Asked(merge(1)));
    let _ = ben.take(Happening::Heard(Call::Leaving(leader(ANA, 1))));
    assert_eq!(withdrawn(&ben.take(Happening::LockGranted { now: 2 })), [(1, false)]);

    // The leader is only slow: a large file takes its time.
    let mut ben = following(BEN, leader(ANA, 1));
    let _ = ben.take(Happening::Asked(merge(1)));
    while !ben.take(Happening::Tick).contains(&Action::StealLock) {}
    assert_eq!(withdrawn(&ben.take(Happening::LockGranted { now: 2 })), [(1, false)]);

    // The own engine is deposed because it was slow.
    let mut ana = leading(ANA, 1);
    let _ = ana.take(Happening::Asked(merge(1)));
    let _ = ana.take(Happening::LockLost);
    let next = ana.take(Happening::Heard(Call::Leading(leader(BEN, 2))));
    assert_eq!(withdrawn(&next), [(1, false)]);
}
