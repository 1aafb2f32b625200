//! Standing on the ladder from linked evidence (GR-3).

use super::*;
use document::{Audience, Ref};
use fixture::{AUTHOR as ME, Filled, day, id};
use roster::Track;

const TODAY: &str = "2026-11-22";
const ANA: u8 = 1;

struct Story {
    book: Book,
}

fixture::filled!(Story);

impl Story {
    /// Ana on IC4 of the ladder that comes with the product.
    fn new() -> Self {
        let mut story = Self { book: Book::new() };
        let ladder = growth::commands::begin_with_ours(&story.book, &ME);
        story.apply(&ladder);
        let ana = Person {
            name: "Ana".into(),
            level: Some("IC4".into()),
            track: Some(Track::Individual),
            ..Person::default()
        };
        story.put(ANA, &ana);
        story
    }

    fn saw(&mut self, number: u8, on: &str, competency: &str, tone: Tone) {
        let observation = Observation {
            person: Some(Ref::new(id(ANA))),
            on: Some(day(on)),
            competency: Some(competency.into()),
            what_happened: "A launch".into(),
            tone,
            ..Observation::default()
        };
        self.put(number, &observation);
    }

    fn standing(&self) -> PersonStanding {
        standing(&self.book, &self.book.get(id(ANA)).unwrap(), day(TODAY)).unwrap()
    }

    fn of(&self, competency: &str) -> CompetencyStanding {
        let all = self.standing().competencies;
        all.into_iter().find(|one| one.competency.name == competency).unwrap()
    }

    /// What the rung asks for in delivery.
    fn asked(&self, code: &str) -> RecordId {
        let ladder = growth_rules::in_use(&self.book)[0].id;
        let rungs = growth_rules::rungs_of(&self.book, ladder);
        let rung = rungs.iter().find(|rung| rung.code == code).unwrap();
        let delivery = self.of("Delivery").competency.id;
        growth_rules::expectation(&self.book, rung.id, delivery).unwrap().id
    }

    fn links(&mut self, number: u8, observation: u8, code: &str) {
        let asked = self.asked(code);
        let batch = shows(&self.book, ME, id(number), (id(observation), asked), day(TODAY)).unwrap();
        self.apply(&batch);
    }
}

#[test]
fn gr_3_1_evidence_is_what_names_the_competency_in_a_year_praise_and_growth_apart() {
    let mut story = Story::new();
    story.saw(10, "2026-11-01", "delivery", Tone::Praise);
    story.saw(11, "2025-11-23", "Planning", Tone::Praise);
    story.saw(12, "2025-11-22", "Delivery", Tone::Praise);
    story.saw(13, "2026-11-23", "Delivery", Tone::Praise);
    story.saw(14, "2026-10-01", "DELIVERY", Tone::Growth);
    story.saw(15, "2026-10-02", "Juggling", Tone::Praise);
    let delivery = story.of("Delivery");
    assert_eq!(delivery.counts(), (2, 1));
    let seen: Vec<_> = delivery.evidence.iter().map(|(one, _)| one.id).collect();
    assert_eq!(seen, [id(10), id(14), id(11)]);
    assert_eq!(story.of("Operations").counts(), (0, 0));
    let apart: Vec<_> = story.standing().apart.iter().map(|one| one.id).collect();
    assert_eq!(apart, [id(15)]);
}

#[test]
fn gr_3_2_it_says_what_the_rung_and_the_next_ask_for_and_how_often_each_was_shown() {
    let mut story = Story::new();
    story.saw(10, "2026-11-01", "Delivery", Tone::Praise);
    story.saw(11, "2026-10-01", "Juggling", Tone::Praise);
    story.saw(12, "2026-09-01", "Delivery", Tone::Growth);
    let standing = story.standing();
    assert_eq!((standing.rung.code.as_str(), standing.next.unwrap().record.code), ("IC4", "IC5".to_owned()));
    let delivery = story.of("Delivery");
    assert!(delivery.here.expectation.unwrap().text.starts_with("Leads a project"));
    assert!(delivery.next.expectation.unwrap().text.starts_with("Unblocks work"));
    assert_eq!((delivery.here.shown, delivery.next.shown), (0, 0));
    story.links(20, 10, "IC4");
    story.links(21, 10, "IC5");
    story.links(22, 11, "IC5");
    // A point to grow shows nothing, whatever it is linked to.
    story.links(23, 12, "IC4");
    let delivery = story.of("Delivery");
    assert_eq!((delivery.here.shown, delivery.next.shown), (1, 2));
    // What is linked belongs to it, whatever word it uses.
    assert_eq!(delivery.counts(), (2, 1));
    assert!(story.standing().apart.is_empty());
}

#[test]
fn gr_3_3_evidence_places_somebody_on_the_highest_rung_shown_often_enough() {
    let mut story = Story::new();
    for (number, on) in [(10, "2026-11-01"), (11, "2026-10-01"), (12, "2026-09-01")] {
        story.saw(number, on, "Delivery", Tone::Praise);
    }
    assert_eq!(story.of("Delivery").placed, None);
    story.links(20, 10, "IC5");
    assert_eq!(story.of("Delivery").placed, None, "one is not enough");
    story.links(21, 11, "IC3");
    story.links(22, 12, "IC3");
    assert_eq!(story.of("Delivery").placed.unwrap().code, "IC3");
    story.links(23, 11, "IC5");
    assert_eq!(story.of("Delivery").placed.unwrap().code, "IC5");
    let setting =
        roster::Setting { name: EVIDENCE_ENOUGH.name.into(), value: 3, ..roster::Setting::default() };
    story.put(30, &setting);
    assert_eq!(story.of("Delivery").placed, None);
}

#[test]
fn gr_3_4_that_an_observation_shows_a_rung_is_a_link_said_and_taken_back_and_as_private_as_its_end() {
    let mut story = Story::new();
    story.saw(10, "2026-11-01", "Delivery", Tone::Praise);
    story.links(20, 10, "IC5");
    assert_eq!(story.of("Delivery").next.shown, 1);
    assert_eq!(links::rail(&story.book, id(10))[0].relation, "Is evidence for");
    story.links(21, 10, "IC5");
    assert_eq!(story.of("Delivery").next.shown, 0);
    let own = Observation {
        person: Some(Ref::new(id(ANA))),
        on: Some(day(TODAY)),
        what_happened: "Between us".into(),
        ..Observation::default()
    };
    story.apply(&Batch::new("").with(ME.create_private(id(40), &own)));
    story.links(41, 40, "IC5");
    assert_eq!(story.book.row(id(41)).unwrap().document.audience, Audience::OnlyMe(ME.member));
    let gone = shows(&story.book, ME, id(50), (id(99), id(10)), day(TODAY));
    assert_eq!(gone, None);
}

#[test]
fn gr_3_5_who_is_on_no_ladder_has_no_standing_and_the_highest_rung_no_next() {
    let mut story = Story::new();
    let ana: Entry<Person> = story.book.get(id(ANA)).unwrap();
    story.apply(&Batch::new("").with_all(ana.update(|ana| ana.level = Some("IC6".into()))));
    let standing = story.standing();
    assert_eq!(standing.next, None);
    assert!(standing.competencies.iter().all(|one| one.next == Asked::default()));
    let ana: Entry<Person> = story.book.get(id(ANA)).unwrap();
    story.apply(&Batch::new("").with_all(ana.update(|ana| ana.level = None)));
    assert_eq!(super::standing(&story.book, &story.book.get(id(ANA)).unwrap(), day(TODAY)), None);
}
