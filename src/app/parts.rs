//! Pages, and the notices of Monday, that do not come with the first screen: they are loaded when one of their part is first
//! shown. And what writes the sample.
//!
//! `cargo xtask build` takes each part out of the screen's program (`src/xtask/split.rs`). In every other build they are in it,
//! and "loading" is done at once. Once it is installed, the service worker has all parts, also without a network.

// One call crosses from the screen into each part, by a function of one signature: the macro writes the import and the
// export from the same declaration, so they cannot differ.
#![cfg_attr(split, allow(unsafe_code))]

use std::{future::Future, pin::Pin};

use design::{Button, ButtonKind, EmptyState, PageHeader, Sign};
use leptos::{prelude::*, task::spawn_local};
use mirror::Mirror;
use wasm_split_helpers::SplitLoaderError;

use crate::browser;

/// What draws a page, once its part is there.
type Page = fn() -> AnyView;

/// A page whose part may have to be loaded first.
type Coming = Pin<Box<dyn Future<Output = Result<Page, SplitLoaderError>>>>;

/// What of the screen a part draws.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// All below the top bar.
    Page,
    /// A section of a page that is there already.
    Section,
}

/// Declares the pages of one part: `people` is the function of [`routes`](crate::routes) for `PeoplePage`.
macro_rules! part {
    ($part:ident: $($name:ident draws $page:path),+ $(,)?) => { part!($part of Page: $($name draws $page),+); };
    ($part:ident of $shape:ident: $($name:ident draws $page:path),+ $(,)?) => {
        mod $part {
            use leptos::prelude::*;
            use wasm_split_helpers::SplitLoaderError;

            use super::Page;

            $(
                #[cfg(split)]
                #[wasm_split_helpers::wasm_split($part, fallible)]
                pub fn $name() -> Result<Page, SplitLoaderError> {
                    Ok(|| { use $page as Page; view! { <Page /> }.into_any() })
                }
                #[cfg(not(split))]
                pub async fn $name() -> Result<Page, SplitLoaderError> {
                    Ok(|| { use $page as Page; view! { <Page /> }.into_any() })
                }
            )+
        }
        $(
            #[doc = concat!("The page that [`", stringify!($page), "`] draws.")]
            pub fn $name() -> AnyView {
                when_here(Shape::$shape, || Box::pin($part::$name()))
            }
        )+
    };
}

// What notices and the map rest on is the rules of all areas: Monday paints without them, and has them a moment later.
part!(monday of Section:
    needs_you draws crate::pages::NeedsYou,
    map_strip draws threads::view::MapStrip,
    card_growth draws crate::routes::CardGrowth,
);

part!(work:
    people draws roster::view::PeoplePage,
    teams draws roster::view::TeamsPage,
    services draws roster::view::ServicesPage,
    skills draws crate::routes::Skills,
    gaps draws crate::routes::Gaps,
    span draws crate::routes::Span,
    person draws crate::routes::OnePerson,
    record draws crate::routes::OneRecord,
    notices draws threads::view::NoticesPage,
    actions draws roster::view::ActionsPage,
    one_on_ones draws feedback::view::OneOnOnesPage,
    talk draws crate::routes::Talk,
    observations draws feedback::view::ObservationsPage,
    concerns draws feedback::view::ConcernsPage,
    notes draws crate::pages::NotesPage,
    search draws crate::pages::SearchPage,
    settings draws crate::pages::SettingsPage,
    shortcuts draws crate::pages::ShortcutsPage,
);

// One part for what one work takes up together: what several parts need becomes a part of its own for each combination of them,
// and ten parts had become two hundred files.
part!(areas:
    growth draws growth::view::GrowthPage,
    growth_plan draws crate::routes::OneGrowthPlan,
    sponsorship draws crate::routes::Sponsorship,
    case draws crate::routes::OneCase,
    ladder draws growth::view::LadderPage,
    ladder_import draws crate::pages::LadderImportPage,
    hiring draws hiring::view::HiringPage,
    opening draws crate::routes::OneOpening,
    candidate draws crate::routes::OneCandidate,
    debrief draws crate::routes::OneDebrief,
    panel draws hiring::view::PanelPage,
    scorecard draws crate::routes::OneScorecard,
    questions draws hiring::view::QuestionsPage,
    interviews draws hiring::view::InterviewsPage,
    hires draws hiring::view::HiresPage,
    reviews draws reviews::view::ReviewsPage,
    review_cycle draws crate::routes::OneReviewCycle,
    review draws crate::routes::OneReview,
    review_document draws crate::routes::OneReviewDocument,
    map draws threads::view::MapPage,
    area draws crate::routes::OneArea,
    thread draws crate::routes::OneThread,
);

part!(data:
    data draws crate::pages::DataPage,
    file draws crate::pages::FilePage,
    import draws crate::pages::ImportPage,
);

part!(sharing:
    sharing draws crate::pages::SharingPage,
    join draws crate::pages::JoinPage,
    recover draws crate::pages::RecoverPage,
    merged draws crate::pages::MergedPage,
    workspaces draws crate::pages::WorkspacesPage,
);

/// Fetches what Monday shows last, while what it shows first is still read from the disk.
pub async fn fetch_monday() {
    // What does not come is asked for again where it is to be shown.
    drop(monday::needs_you().await);
}

/// What writes the sample; many never look at it. It is in the part that brings data in.
pub async fn sample() -> Result<fn(Mirror), SplitLoaderError> {
    #[cfg(split)]
    #[wasm_split_helpers::wasm_split(data, fallible)]
    fn sample() -> Result<fn(Mirror), SplitLoaderError> {
        Ok(crate::sample::write)
    }
    #[cfg(not(split))]
    async fn sample() -> Result<fn(Mirror), SplitLoaderError> {
        Ok(crate::sample::write)
    }
    sample().await
}

/// Draws a page as soon as its part is here.
fn when_here(shape: Shape, load: fn() -> Coming) -> AnyView {
    let page = RwSignal::new(None::<Result<Page, ()>>);
    let begin = move || {
        page.set(None);
        spawn_local(async move {
            let loaded = load().await.map_err(drop);
            // The user may have gone on meanwhile.
            let _ = page.try_set(Some(loaded));
        });
    };
    begin();
    (move || match page.get() {
        None => view! { <p class="coming" role="status">"Loading…"</p> }.into_any(),
        Some(Ok(page)) => page(),
        Some(Err(())) => view! { <Missing shape on_again=Callback::new(move |()| begin()) /> }.into_any(),
    })
    .into_any()
}

/// What stands in place of a page whose part did not come.
#[component]
fn Missing(
    /// Whether that is all of the page.
    shape: Shape,
    /// Tries again.
    on_again: Callback<()>,
) -> impl IntoView {
    view! {
        {(shape == Shape::Page).then(|| view! { <PageHeader title="This page did not load" /> })}
        <EmptyState
            title="A part of Pilothouse could not be fetched"
            why="The connection may have broken off, or the server has a newer version by now. Nothing of yours is lost."
            sign=Sign::WifiOff
        >
            <Button kind=ButtonKind::Primary on_press=move |()| on_again.run(())>"Try again"</Button>
            <Button on_press=move |()| browser::reload()>"Reload"</Button>
        </EmptyState>
    }
}
