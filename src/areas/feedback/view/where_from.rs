//! Where the evidence about each person comes from: which fortnight, which piece of work, which source (FB-4).

use design::{CountHeading, CountsTable, Section};
use leptos::prelude::*;

use crate::{
    ObservationSource,
    rules::{Coverage, Share},
};

/// The shares of each person's observations, with their counts. Nobody is compared with anybody: by name.
#[component]
pub fn WhereFrom(
    /// What is noted about each person.
    #[prop(into)]
    coverage: Signal<Vec<Coverage>>,
) -> impl IntoView {
    let noted = move || coverage.get().into_iter().filter(|one| one.total() > 0);
    view! {
        <Show when=move || noted().next().is_some()>
            <Section title="Where it comes from">
                <p class="soft small">"Of what is noted about each in twelve months. One project, one fortnight or one pair of eyes is not the whole of somebody."</p>
                <CountsTable
                    label="Shares, person by person"
                    headings=vec![
                        CountHeading::text("Who"),
                        CountHeading::count("Praise"),
                        CountHeading::count("Last 14 days"),
                        CountHeading::count("From peers"),
                        CountHeading::text("Most from one source"),
                        CountHeading::text("Most from one piece of work"),
                    ]
                >
                    {move || noted().map(line).collect_view()}
                </CountsTable>
            </Section>
        </Show>
    }
}

fn line(one: Coverage) -> impl IntoView {
    let of = |share: Share| format!("{} of {}", share.part, share.whole);
    let source = one.one_source.map(|(source, share)| format!("{}: {}", from(source), of(share)));
    // Of those that name a piece of work.
    let work = one.one_work.map(|(work, share)| format!("{work}: {}", of(share)));
    view! {
        <tr>
            <th scope="row"><a href=format!("/people/{}", one.person.id)>{one.person.name.clone()}</a></th>
            <td>{of(one.praise)}</td>
            <td>{of(one.final_fortnight)}</td>
            <td>{of(one.peers)}</td>
            <td class="text">{source.unwrap_or_default()}</td>
            <td class="text">{work.unwrap_or_else(|| "none named".to_owned())}</td>
        </tr>
    }
}

/// Who told it, in a word or two.
const fn from(source: ObservationSource) -> &'static str {
    match source {
        ObservationSource::Own => "seen myself",
        ObservationSource::Peer => "a peer",
        ObservationSource::Stakeholder => "a stakeholder",
        ObservationSource::Work => "the work itself",
    }
}
