//! The rules of the README, told with Ana, Bo and what links them.

use document::{Audience, Author, Book, Record, Ref, Stamp};
use feedback::{Observation, OneOnOne};
use fixture::day;
use kernel::{MemberId, Notice, RecordId, Timestamp, Urgency};
use roster::{Action, Person};

use crate::{Link, Relation, links, monday, notices, search::Index};

const ME: Author = Author { member: MemberId::from_bytes([9; 16]) };

/// A book made by hand: each record gets the next id.
#[derive(Default)]
struct Story {
    book: Book,
    last: u8,
}

impl Story {
    fn id(&mut self) -> RecordId {
        self.last += 1;
        RecordId::from_bytes([self.last; 16])
    }

    fn stamp(&self) -> Stamp {
        Stamp { at: Timestamp::from_millis(i64::from(self.last)), by: ME.member }
    }

    fn with<T: Record>(&mut self, record: &T) -> RecordId {
        let id = self.id();
        self.book.apply(&ME.create(id, record), self.stamp());
        id
    }

    fn with_private<T: Record>(&mut self, record: &T) -> RecordId {
        let id = self.id();
        self.book.apply(&ME.create_private(id, record), self.stamp());
        id
    }

    fn person(&mut self, name: &str) -> RecordId {
        self.with(&Person { name: name.into(), ..Person::default() })
    }

    fn connect(&mut self, from: RecordId, to: RecordId, relation: Relation) -> Option<RecordId> {
        let id = self.id();
        let link =
            Link { from: Some(from), to: Some(to), relation, reason: None, on: None, ..Link::default() };
        let batch = links::connect(&self.book, ME, id, &link)?;
        for edit in &batch.edits {
            self.book.apply(edit, self.stamp());
        }
        Some(id)
    }

    fn found(&self, query: &str) -> Vec<String> {
        let mut index = Index::default();
        index.refresh(&self.book);
        index.find(query, 10).into_iter().map(|hit| hit.title).collect()
    }
}

#[test]
fn cn_1_1_a_link_is_read_from_both_ends() {
    let mut story = Story::default();
    let (ana, bo) = (story.person("Ana"), story.person("Bo"));
    story.connect(ana, bo, Relation::Supports).unwrap();
    let seen = |record| {
        links::rail(&story.book, record)
            .into_iter()
            .map(|knot| (knot.relation, knot.title))
            .collect::<Vec<_>>()
    };
    assert_eq!(seen(ana), [("Supports", "Bo".to_owned())]);
    assert_eq!(seen(bo), [("Is supported by", "Ana".to_owned())]);
}

#[test]
fn cn_1_2_a_link_to_something_private_is_private() {
    let mut story = Story::default();
    let ana = story.person("Ana");
    let secret =
        story.with_private(&Observation { what_happened: "Quiet lately".into(), ..Observation::default() });
    let link = story.connect(ana, secret, Relation::RelatesTo).unwrap();
    assert_eq!(story.book.row(link).unwrap().document.audience, Audience::OnlyMe(ME.member));
    assert_eq!(links::rail(&story.book, ana)[0].audience, Audience::OnlyMe(ME.member));
}

#[test]
fn cn_1_3_a_link_is_drawn_once_and_never_to_itself() {
    let mut story = Story::default();
    let (ana, bo) = (story.person("Ana"), story.person("Bo"));
    assert!(story.connect(ana, bo, Relation::LeadsTo).is_some());
    assert!(story.connect(ana, bo, Relation::LeadsTo).is_none());
    assert!(story.connect(ana, ana, Relation::LeadsTo).is_none());
    assert!(story.connect(ana, bo, Relation::Answers).is_some());
}

#[test]
fn cn_1_4_a_link_to_what_is_gone_is_not_shown() {
    let mut story = Story::default();
    let (ana, bo) = (story.person("Ana"), story.person("Bo"));
    story.connect(ana, bo, Relation::LeadsTo).unwrap();
    story.book.remove(bo);
    assert!(links::rail(&story.book, ana).is_empty());
}

#[test]
fn cn_1_5_an_action_hangs_on_what_it_came_from() {
    let mut story = Story::default();
    let ana = story.person("Ana");
    let action = story.with(&Action {
        what: "Ask for a bigger test machine".into(),
        source: Some(ana),
        ..Action::default()
    });
    assert_eq!(links::rail(&story.book, ana)[0].other, action);
    assert_eq!(links::rail(&story.book, action)[0].other, ana);
}

#[test]
fn cn_1_6_a_skill_rating_and_what_shows_it_are_joined_and_named_by_the_skill() {
    let mut story = Story::default();
    let ana = story.person("Ana");
    let skill = story.with(&roster::Skill { name: "Observability".into(), ..Default::default() });
    let seen = story.with(&Observation { what_happened: "Traced the outage".into(), ..Default::default() });
    let rating = roster::SkillRating {
        person: Some(Ref::new(ana)),
        skill: Some(Ref::new(skill)),
        on: Some(day("2026-11-03")),
        evidence: Some(seen),
        ..Default::default()
    };
    let rating = story.with(&rating);
    let rail = |record| {
        let knots = links::rail(&story.book, record).into_iter();
        knots.map(|knot| (knot.relation, knot.title)).collect::<Vec<_>>()
    };
    assert_eq!(rail(rating), [("Is shown by", "Traced the outage".to_owned())]);
    let title = "Skill rating · Observability · Ana · 3 Nov 2026";
    assert_eq!(rail(seen), [("Is evidence for", title.to_owned())]);
    assert_eq!(story.found("observability ana"), [title]);
}

#[test]
fn a_record_that_names_itself_or_one_that_names_it_is_called_by_its_kind() {
    let mut story = Story::default();
    let (one, other) = (RecordId::from_bytes([1; 16]), RecordId::from_bytes([2; 16]));
    for (id, names) in [(one, other), (other, one)] {
        let demand = roster::SkillDemand { skill: Some(Ref::new(names)), ..Default::default() };
        story.book.apply(&ME.create(id, &demand), story.stamp());
        assert_eq!(crate::kinds::title_of(&story.book, id).as_deref(), Some("Skill demand"));
    }
    let itself = roster::SkillDemand { skill: Some(Ref::new(one)), ..Default::default() };
    story.book.apply(&ME.create(one, &itself), story.stamp());
    assert_eq!(crate::kinds::title_of(&story.book, one).as_deref(), Some("Skill demand"));
}

fn notice(rule: &'static str, urgency: Urgency, about: u8) -> Notice {
    Notice {
        rule,
        about: RecordId::from_bytes([about; 16]),
        occurrence: String::new(),
        says: rule.to_owned(),
        facts: vec![],
        why: "",
        next_step: String::new(),
        urgency,
        number: None,
    }
}

#[test]
fn no_1_a_dismissed_notice_is_silent_for_good_or_until_its_day() {
    let mut story = Story::default();
    let (kept, put_off) = (notice("TM-2.1", Urgency::Low, 1), notice("TM-2.2", Urgency::Low, 1));
    for (notice, until) in [(&kept, None), (&put_off, Some(day("2026-11-30")))] {
        let id = story.id();
        for edit in &notices::dismiss(ME, id, notice, until).edits {
            story.book.apply(edit, story.stamp());
        }
    }
    let speaking = |today| {
        notices::ranked(&story.book, vec![kept.clone(), put_off.clone()], day(today))
            .into_iter()
            .map(|n| n.rule)
            .collect::<Vec<_>>()
    };
    assert_eq!(speaking("2026-11-29"), [""; 0]);
    assert_eq!(speaking("2026-11-30"), ["TM-2.2"]);
}

#[test]
fn no_2_what_presses_comes_first_and_talks_before_the_rest() {
    let story = Story::default();
    let all = vec![
        notice("FB-4.2", Urgency::Normal, 1),
        notice("HI-1.4", Urgency::Normal, 1),
        notice("FB-1.4", Urgency::Normal, 1),
        notice("FB-4.3", Urgency::High, 1),
    ];
    let ranked: Vec<_> =
        notices::ranked(&story.book, all, day("2026-11-23")).into_iter().map(|n| n.rule).collect();
    assert_eq!(ranked, ["FB-4.3", "FB-1.4", "HI-1.4", "FB-4.2"]);
}

#[test]
fn no_3_needs_you_is_short_and_one_rule_does_not_fill_it() {
    let many: Vec<_> = (0..9)
        .map(|about| notice("FB-4.2", Urgency::High, about))
        .chain((0..9).map(|about| notice("TM-8.1", Urgency::Low, about)))
        .chain((0..9).map(|about| notice("TM-2.1", Urgency::Low, about)))
        .collect();
    let shown = notices::needs_you(&many);
    assert_eq!(shown.len(), 7);
    assert_eq!(shown.iter().filter(|notice| notice.rule == "FB-4.2").count(), 3);
}

#[test]
fn sr_1_every_word_must_occur_whatever_its_accents() {
    let mut story = Story::default();
    story.person("José Álvarez");
    story.person("José Brandt");
    assert_eq!(story.found("alvarez jose"), ["José Álvarez"]);
    assert_eq!(story.found("jose carl"), [""; 0]);
}

#[test]
fn sr_2_titles_come_before_other_text() {
    let mut story = Story::default();
    let bo = story.person("Bo Marin");
    for what in ["The submarine demo", "Aaron, on Marin's idea", "Marin spoke up"] {
        story.with(&Observation { what_happened: what.into(), ..Observation::default() });
    }
    story.with(&Observation {
        person: Some(Ref::new(bo)),
        what_happened: "Calm".into(),
        ..Observation::default()
    });
    let found = story.found("marin");
    assert_eq!(found[0], "Marin spoke up");
    assert_eq!(found[3..], ["The submarine demo", "Calm"]);
}

#[test]
fn sr_3_a_record_is_found_by_whom_it_is_about() {
    let mut story = Story::default();
    let ana = story.person("Ana Silva");
    story.with(&Observation {
        person: Some(Ref::new(ana)),
        what_happened: "Led the review".into(),
        ..Observation::default()
    });
    assert_eq!(story.found("silva review"), ["Led the review"]);
}

#[test]
fn sr_4_a_refreshed_index_is_what_a_new_one_would_be() {
    let mut story = Story::default();
    let (ana, _) = (story.person("Ana"), story.person("Bo"));
    let mut index = Index::default();
    index.refresh(&story.book);
    let renamed = story.book.get::<Person>(ana).unwrap().update(|person| person.name = "Anna".into());
    story.with(&Observation {
        person: Some(Ref::new(ana)),
        what_happened: "Helped".into(),
        ..Observation::default()
    });
    for edit in &renamed {
        story.book.apply(edit, story.stamp());
    }
    index.refresh(&story.book);
    let titles: Vec<_> = index.find("anna", 10).into_iter().map(|hit| hit.title).collect();
    assert_eq!(titles, story.found("anna"));
    assert_eq!(titles, ["Anna", "Helped"]);
}

proptest::proptest! {
    #[test]
    fn sr_4_however_records_come_and_go_a_refreshed_index_is_what_a_new_one_would_be(
        steps in proptest::collection::vec((0..4_u8, 0..6_usize, 0..6_usize), 0..60),
    ) {
        let mut story = Story::default();
        let mut index = Index::default();
        let mut ids: Vec<RecordId> = (0..6).map(|number| story.person(&format!("Person {number}"))).collect();
        for (step, (what, which, whom)) in steps.into_iter().enumerate() {
            let (which, whom) = (ids[which], ids[whom]);
            match what {
                0 => if let Some(person) = story.book.get::<Person>(which) {
                    let edits = person.update(|person| person.name = format!("Renamed {step}"));
                    for edit in &edits {
                        story.book.apply(edit, story.stamp());
                    }
                },
                1 => drop(story.book.remove(which)),
                // A 1:1 is called after whom it is with, and an action's words hold what it is of.
                2 => ids[step % 6] = story.with(&OneOnOne { person: Some(Ref::new(whom)), ..OneOnOne::default() }),
                _ => index.refresh(&story.book),
            }
            if what < 3 && step % 3 == 0 {
                index.refresh(&story.book);
            }
        }
        index.refresh(&story.book);
        let mut fresh = Index::default();
        fresh.refresh(&story.book);
        for query in ["person", "renamed", "1", "1:1 renamed"] {
            proptest::prop_assert_eq!(index.find(query, 100), fresh.find(query, 100));
        }
    }
}

#[test]
fn mo_1_since_friday_begins_with_the_friday_before() {
    for (today, friday) in [
        ("2026-11-23", "2026-11-20"), // a Monday
        ("2026-11-26", "2026-11-20"), // a Thursday
        ("2026-11-27", "2026-11-20"), // a Friday
        ("2026-11-28", "2026-11-27"), // a Saturday
    ] {
        assert_eq!(monday::last_friday(day(today)), day(friday), "{today}");
    }
}

#[test]
fn mo_2_since_friday_lists_the_latest_and_counts_all() {
    let mut story = Story::default();
    for index in 1..=15 {
        story.person(&format!("Person {index}"));
    }
    let epoch = day("1970-01-01");
    let since = monday::since_friday(&story.book, epoch, 0);
    assert_eq!((since.latest.len(), since.count), (12, 15));
    assert_eq!(since.latest[0].title, "Person 15");
    assert_eq!(monday::since_friday(&story.book, day("2026-11-23"), 0).count, 0);
}

#[test]
fn mo_3_owed_is_what_presses_within_a_week() {
    let mut story = Story::default();
    for (what, due) in [
        ("late", Some("2026-11-01")),
        ("soon", Some("2026-11-30")),
        ("later", Some("2026-12-01")),
        ("some day", None),
    ] {
        story.with(&Action { what: what.into(), due: due.map(day), ..Action::default() });
    }
    let owed: Vec<_> =
        monday::owed(&story.book, day("2026-11-23")).into_iter().map(|action| action.record.what).collect();
    assert_eq!(owed, ["late", "soon", "some day"]);
}

#[test]
fn sr_4_an_index_that_is_filled_a_little_at_a_time_is_what_one_would_be_that_is_filled_at_once() {
    let mut story = Story::default();
    for number in 0..10 {
        story.person(&format!("Ana {number}"));
    }
    let (mut slow, mut quick) = (Index::default(), Index::default());
    quick.refresh(&story.book);
    let mut steps = 0;
    while !slow.refresh_some(&story.book, 3) {
        steps += 1;
        assert!(!slow.find("ana", 20).is_empty(), "what is in is found meanwhile");
        // Somebody comes while it is being filled.
        if steps == 2 {
            story.person("Ana Later");
            quick.refresh(&story.book);
        }
    }
    assert_eq!(steps, 3);
    let titles = |index: &Index| index.find("ana", 20).into_iter().map(|hit| hit.title).collect::<Vec<_>>();
    assert_eq!(titles(&slow).len(), 11);
    assert_eq!(titles(&slow), titles(&quick));
}
