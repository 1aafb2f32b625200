//! Ladders as Markdown files with a YAML head: topics, and in each what every level asks for.

use kernel::Problem;
use roster::Track;

use super::{LadderDraft, number_in, yaml};

/// The YAML between the two `---` that a file begins with, and what stands below; `None` for other files.
pub fn head(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rest = text.strip_prefix("---")?;
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((&rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
    }
    Some((rest, ""))
}

/// Reads `topics → content → level, criteria, exampleCriteria`.
pub fn read(head: &str, below: &str, track: Track) -> Result<LadderDraft, Problem> {
    let wrong = |(line, reason): (usize, String)| {
        Problem::new(
            format!("The head of the file cannot be read: {reason}."),
            "Mend the line, then choose it again.",
        )
        .at(format!("line {line}"))
    };
    let node = yaml::read(head, 2).map_err(wrong)?;
    let mut draft = LadderDraft {
        name: title(node.get("title").and_then(yaml::Node::text).unwrap_or_default()),
        about: below.trim().to_owned(),
        ..LadderDraft::default()
    };
    for topic in node.get("topics").map(yaml::Node::list).unwrap_or_default() {
        read_topic(&mut draft, topic, track);
    }
    Ok(draft)
}

fn read_topic(draft: &mut LadderDraft, topic: &yaml::Node, track: Track) {
    let said = |name: &str| topic.get(name).and_then(yaml::Node::text).map(title).unwrap_or_default();
    let (name, short) = (said("title"), said("name"));
    let name = if name.is_empty() { short.clone() } else { name };
    if name.is_empty() {
        draft.fault(topic.line, "", "a topic without name and title");
        return;
    }
    let at = match draft.competency(&name) {
        Ok(at) => at,
        Err(reason) => return draft.fault(topic.line, "", reason),
    };
    if !short.is_empty() && !super::same_word(&short, &name) && !draft.competencies[at].also.contains(&short)
    {
        draft.competencies[at].also.push(short);
    }
    for level in topic.get("content").map(yaml::Node::list).unwrap_or_default() {
        if let Err((line, reason)) = read_level(draft, level, at, track) {
            draft.fault(line, "", reason);
        }
    }
}

fn read_level(
    draft: &mut LadderDraft,
    level: &yaml::Node,
    competency: usize,
    track: Track,
) -> Result<(), (usize, String)> {
    let here = |reason: &str| (level.line, reason.to_owned());
    let said = level.get("level").and_then(yaml::Node::text).ok_or_else(|| here("it has no level"))?;
    let number = number_in(said).ok_or_else(|| here("its level has no number from 0 to 99"))?;
    let code = match (said.parse::<i64>(), track) {
        (Ok(number), Track::Individual) => format!("IC{number}"),
        (Ok(number), Track::Management) => format!("M{number}"),
        (Err(_), _) => said.trim().to_owned(),
    };
    let rung = draft.rung(&code, track, number).map_err(|reason| (level.line, reason))?;
    for one in level.get("criteria").map(yaml::Node::list).unwrap_or_default() {
        match one.text() {
            Some(text) => draft.expect(rung, competency, text.trim(), ""),
            None => draft.fault(one.line, "", "a criterion is a text; put it in quotes if it has a colon"),
        }
    }
    for one in level.get("exampleCriteria").map(yaml::Node::list).unwrap_or_default() {
        let text = one.get("criteria").and_then(yaml::Node::text);
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
            draft.fault(one.line, "", "an example without its criterion");
            continue;
        };
        let listed = one.get("examples").map(yaml::Node::list).unwrap_or_default();
        let examples: Vec<&str> = listed.iter().filter_map(yaml::Node::text).map(str::trim).collect();
        draft.expect(rung, competency, text.trim(), &examples.join("\n"));
    }
    Ok(())
}

/// A heading without the picture in front of it.
fn title(text: &str) -> String {
    text.trim().trim_start_matches(|letter: char| !letter.is_alphanumeric()).to_owned()
}
