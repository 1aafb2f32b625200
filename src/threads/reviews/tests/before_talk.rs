//! What of a review is to be talked about in the next 1:1 (FB-2.8).

use super::*;
use growth::{Stretch, StretchState};

#[test]
fn fb_2_8_before_a_talk_it_says_what_of_the_review_is_to_be_talked_about() {
    let mut story = Story::new();
    let says = |story: &Story, on: &str| {
        let lines = before_a_talk(&story.book, id(ANA), day(on)).into_iter();
        lines.map(|line| (line.says, line.unshared)).collect::<Vec<_>>()
    };
    assert_eq!(says(&story, TODAY), []);
    // Under way: what they would hear for the first time.
    story.finds(20, "Estimates slip twice in three", Leaning::ToGrow);
    story.finds(21, "Writes what all can read", Leaning::Strength);
    let unheard = ("Not told yet, on no agenda: Estimates slip twice in three".to_owned(), true);
    assert_eq!(says(&story, TODAY), [unheard]);

    // Shared: what was promised and not begun, what they dispute, and when both look at it again.
    story.promises(31, &promise());
    let placed = place(ME, &story.get(31), Placing::StretchWork, (id(50), id(51)), day(TODAY));
    story.apply(&placed);
    story.write(|review| review.shared_on = Some(day("2026-12-20")));
    let promised =
        ("Promised and not begun: Four hours a week without interrupts, by 15 Jan 2027".to_owned(), false);
    assert_eq!(says(&story, "2026-12-21"), [promised]);
    let disputed =
        story.get::<Finding>(20).update(|finding| finding.dispute = Some(::reviews::Dispute::Open));
    story.apply(&Batch::new("").with_all(disputed));
    let response = ::reviews::Response {
        person: Some(Ref::new(id(ANA))),
        review: Some(Ref::new(story.review().id)),
        on: Some(day("2026-12-21")),
        follow_up: Some(day("2027-01-04")),
        ..::reviews::Response::default()
    };
    let answered = rules::response_id(story.review().id);
    story.apply(&Batch::new("").with(ME.create(answered, &response)));
    let late: Vec<_> = says(&story, "2027-02-01").into_iter().map(|(says, _)| says).collect();
    assert_eq!(
        late,
        [
            "In dispute: Estimates slip twice in three",
            "Their review is talked about again on 4 Jan 2027",
            "Promised and not begun: Four hours a week without interrupts, was due 15 Jan 2027",
        ]
    );
    // What has begun and what was talked about is silent.
    let begun = growth::commands::move_stretch(&story.get::<Stretch>(50), StretchState::UnderWay, day(TODAY));
    story.apply(&begun);
    let response = story.book.get::<::reviews::Response>(answered).unwrap();
    let held = response.update(|response| response.held_on = Some(day("2027-01-04")));
    story.apply(&Batch::new("").with_all(held));
    let talked =
        story.get::<Finding>(20).update(|finding| finding.dispute = Some(::reviews::Dispute::Stands));
    story.apply(&Batch::new("").with_all(talked));
    assert_eq!(says(&story, "2027-02-01"), []);
}
