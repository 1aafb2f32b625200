//! Which address shows which page.

use feedback::view::{PersonFeedback, TalkPage};
use growth::view::{GrowthBeforeTalk, PersonGrowth, PlanPage, SponsorshipPage};
use hiring::view::{CandidatePage, DebriefPage, OpeningPage, PersonComing, ScorecardPage, SkillToCome};
use kernel::RecordId;
use leptos::prelude::*;
use leptos_router::{
    components::{Route, Routes},
    hooks::use_params_map,
    path,
};
use reviews::view::PersonReviews;
use roster::view::{GapsPage, SkillsPage, SpanPage};
use threads::view::{
    AreaPage, CasePage, ChainPage, CyclePage, Forums, HandedActs, HandedPage, PersonPage, PersonStanding,
    RecordPage, ReviewPage, ReviewsBeforeTalk,
};

use crate::{
    browser,
    pages::{Monday, NotFound},
    parts,
    session::use_session,
};

/// The page of the present address.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <NotFound /> }>
            <Route path=path!("/") view=page(|| view! { <Monday /> }.into_any()) />
            <Route path=path!("/people") view=page(parts::people) />
            <Route path=path!("/teams") view=page(parts::teams) />
            <Route path=path!("/services") view=page(parts::services) />
            <Route path=path!("/skills") view=page(parts::skills) />
            <Route path=path!("/gaps") view=page(parts::gaps) />
            <Route path=path!("/span") view=page(parts::span) />
            <Route path=path!("/people/:id") view=page(parts::person) />
            <Route path=path!("/record/:id") view=page(parts::record) />
            <Route path=path!("/notices") view=page(parts::notices) />
            <Route path=path!("/actions") view=page(parts::actions) />
            <Route path=path!("/one-on-ones") view=page(parts::one_on_ones) />
            <Route path=path!("/one-on-ones/:id") view=page(parts::talk) />
            <Route path=path!("/observations") view=page(parts::observations) />
            <Route path=path!("/concerns") view=page(parts::concerns) />
            <Route path=path!("/growth") view=page(parts::growth) />
            <Route path=path!("/growth/:id") view=page(parts::growth_plan) />
            <Route path=path!("/sponsorship") view=page(parts::sponsorship) />
            <Route path=path!("/cases/:id") view=page(parts::case) />
            <Route path=path!("/ladder") view=page(parts::ladder) />
            <Route path=path!("/ladder/import") view=page(parts::ladder_import) />
            <Route path=path!("/hiring") view=page(parts::hiring) />
            <Route path=path!("/hiring/:id") view=page(parts::opening) />
            <Route path=path!("/candidates/:id") view=page(parts::candidate) />
            <Route path=path!("/candidates/:id/debrief") view=page(parts::debrief) />
            <Route path=path!("/panel") view=page(parts::panel) />
            <Route path=path!("/scorecards/:id") view=page(parts::scorecard) />
            <Route path=path!("/questions") view=page(parts::questions) />
            <Route path=path!("/interviews") view=page(parts::interviews) />
            <Route path=path!("/hires") view=page(parts::hires) />
            <Route path=path!("/map") view=page(parts::map) />
            <Route path=path!("/map/:area") view=page(parts::area) />
            <Route path=path!("/thread/:id") view=page(parts::thread) />
            <Route path=path!("/reviews") view=page(parts::reviews) />
            <Route path=path!("/reviews/:id") view=page(parts::review_cycle) />
            <Route path=path!("/review/:id") view=page(parts::review) />
            <Route path=path!("/review/:id/document") view=page(parts::review_document) />
            <Route path=path!("/data") view=page(parts::data) />
            <Route path=path!("/file/:id") view=page(parts::file) />
            <Route path=path!("/import") view=page(parts::import) />
            <Route path=path!("/search") view=page(parts::search) />
            <Route path=path!("/notes") view=page(parts::notes) />
            <Route path=path!("/settings") view=page(parts::settings) />
            <Route path=path!("/shortcuts") view=page(parts::shortcuts) />
            <Route path=path!("/sharing") view=page(parts::sharing) />
            <Route path=path!("/join") view=page(parts::join) />
            <Route path=path!("/recover") view=page(parts::recover) />
            <Route path=path!("/merged") view=page(parts::merged) />
            <Route path=path!("/workspaces") view=page(parts::workspaces) />
        </Routes>
    }
}

/// A page behind a plain function, so that the router's code for a route exists once and not once per page.
fn page(page: fn() -> AnyView) -> fn() -> AnyView {
    page
}

/// The record that the address names, if it names one.
fn named() -> Signal<Option<RecordId>> {
    let address = use_params_map();
    Signal::derive(move || address.with(|address| address.get("id")?.parse().ok()))
}

/// The page of the record that the address names.
#[component]
pub fn Talk() -> impl IntoView {
    // Talks know nothing of growth plans and reviews; before a talk all are looked at.
    let more =
        |person: RecordId| view! { <GrowthBeforeTalk person /><ReviewsBeforeTalk person /> }.into_any();
    view! { <TalkPage person=named() more=Callback::new(more) /> }
}

/// The page of the record that the address names.
#[component]
pub fn OnePerson() -> impl IntoView {
    // People know nothing of hiring, feedback, growth and reviews; here they meet.
    let feedback = |person: RecordId| {
        view! { <PersonComing person /><PersonFeedback person /><PersonGrowth person /><PersonReviews person /> }.into_any()
    };
    view! { <PersonPage person=named() feedback=Callback::new(feedback) /> }
}

/// The matrix of people and skills.
#[component]
pub fn Skills() -> impl IntoView {
    // What somebody was hired for is expected of them until they are rated; only hiring knows it.
    let mirror = use_session().mirror;
    let expected = move |()| {
        let today = mirror.today();
        let all = mirror.read(|book| hiring::rules::coming(book, today));
        let hired = all.into_iter().filter(hiring::rules::Coming::is_expected);
        hired.filter_map(|one| Some((one.person?.id, one.skill, one.from))).collect::<Vec<_>>()
    };
    view! { <SkillsPage expected=Callback::new(expected) /> }
}

/// The skill gaps.
#[component]
pub fn Gaps() -> impl IntoView {
    // What openings and hires are to bring is known to hiring, and computed once for all gaps.
    let mirror = use_session().mirror;
    let all = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| hiring::rules::coming(book, today))
    });
    view! { <GapsPage more=Callback::new(move |skill: RecordId| view! { <SkillToCome skill all /> }.into_any()) /> }
}

/// The span of control.
#[component]
pub fn Span() -> impl IntoView {
    // The roster knows nothing of openings; in the months ahead both count.
    let mirror = use_session().mirror;
    let expected = move |manager: RecordId| mirror.read(|book| hiring::rules::expected_of(book, manager));
    view! { <SpanPage expected=Callback::new(expected) /> }
}

/// The sponsorship desk.
#[component]
pub fn Sponsorship() -> impl IntoView {
    // What a case rests on lies in two areas; the threads join them.
    view! { <SponsorshipPage forums=ViewFn::from(|| view! { <Forums /> }) /> }
}

/// The case that the address names.
#[component]
pub fn OneCase() -> impl IntoView {
    view! { <CasePage case=named() on_copy=copying() /> }
}

/// The opening that the address names.
#[component]
pub fn OneOpening() -> impl IntoView {
    view! { <OpeningPage opening=named() /> }
}

/// The candidate that the address names.
#[component]
pub fn OneCandidate() -> impl IntoView {
    let session = use_session();
    let on_go = Callback::new(move |path: String| session.go(&path));
    view! { <CandidatePage candidate=named() on_copy=copying() on_go /> }
}

/// The debrief of the candidate that the address names.
#[component]
pub fn OneDebrief() -> impl IntoView {
    view! { <DebriefPage candidate=named() /> }
}

/// The scorecard that the address names.
#[component]
pub fn OneScorecard() -> impl IntoView {
    view! { <ScorecardPage card=named() /> }
}

/// Puts a text on the clipboard, and says whether it is there.
fn copying() -> Callback<String> {
    let session = use_session();
    Callback::new(move |text: String| {
        leptos::task::spawn_local(async move {
            let said = if browser::copy(&text).await {
                "Copied."
            } else {
                "The browser does not allow copying here."
            };
            session.toasts.say(said);
        });
    })
}

/// The review cycle that the address names.
#[component]
pub fn OneReviewCycle() -> impl IntoView {
    view! { <CyclePage cycle=named() /> }
}

/// The review that the address names.
#[component]
pub fn OneReview() -> impl IntoView {
    let session = use_session();
    view! { <ReviewPage review=named() on_gone=Callback::new(move |()| session.go("/reviews")) /> }
}

/// The document of the review that the address names.
#[component]
pub fn OneReviewDocument() -> impl IntoView {
    let session = use_session();
    let save = move |(name, text): (String, String)| match browser::download(
        &name,
        "text/markdown",
        text.as_bytes(),
    ) {
        Ok(()) => session.toasts.say(format!("Saved: {name}")),
        Err(problem) => session.report(&problem),
    };
    let acts = HandedActs {
        on_copy: copying(),
        on_save: Callback::new(save),
        on_print: Callback::new(|()| browser::print()),
    };
    view! { <HandedPage review=named() acts /> }
}

/// The growth of the person that the address names.
#[component]
pub fn OneGrowthPlan() -> impl IntoView {
    // Growth plans know nothing of observations; the threads join them.
    let standing = |person: RecordId| view! { <PersonStanding person /> }.into_any();
    view! { <PlanPage person=named() standing=Callback::new(standing) /> }
}

/// The page of the record that the address names.
#[component]
pub fn OneRecord() -> impl IntoView {
    let session = use_session();
    view! { <RecordPage record=named() on_gone=Callback::new(move |()| session.go("/")) /> }
}

/// The area of the map that the address names.
#[component]
pub fn OneArea() -> impl IntoView {
    let address = use_params_map();
    let area = Signal::derive(move || address.with(|address| roster::Area::of_slug(&address.get("area")?)));
    view! { <AreaPage area /> }
}

/// The whole thread of the record that the address names.
#[component]
pub fn OneThread() -> impl IntoView {
    view! { <ChainPage record=named() /> }
}

/// How the growth plan stands, and what of their review is to be talked about, of whom the card on Monday is open.
#[component]
pub fn CardGrowth() -> impl IntoView {
    let card = use_session().card;
    move || card.get().map(|person| view! { <GrowthBeforeTalk person /><ReviewsBeforeTalk person /> })
}
