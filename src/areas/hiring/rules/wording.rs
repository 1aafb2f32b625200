//! Words in a job description that keep people from applying, and must-haves that are too many (HI-2).

use document::Book;
use kernel::text::fold;
use roster::settings;

use crate::{Opening, notices::MUST_HAVES};

/// A word to think about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The word as it is written.
    pub word: String,
    /// What is wrong with it.
    pub why: &'static str,
    /// What to write instead.
    pub instead: &'static str,
}

const FIGHT: &str = "Sounds like a fight; many good people do not want one.";
const HERO: &str = "Praises a hero; whoever doubts themselves does not apply.";
const AGE: &str = "Says an age, not an ability.";
const GENDER: &str = "Names one gender.";
const HOURS: &str = "Promises long days rather than good ones.";
const BODY: &str = "Shuts out people with a disability.";
const VAGUE: &str = "Says how somebody is, not what they do.";
const CULTURE: &str = "Asks for people who are like us.";

/// The words, folded; several words stand in one text. Ours, and small on purpose: a list that is long is not read.
const WORDS: &[(&str, &str, &str)] = &[
    ("ninja", HERO, "engineer"),
    ("rockstar", HERO, "engineer"),
    ("rock star", HERO, "engineer"),
    ("guru", HERO, "expert"),
    ("wizard", HERO, "expert"),
    ("superstar", HERO, "what they will have done after a year"),
    ("genius", HERO, "what they will have done after a year"),
    ("best of the best", HERO, "what they will have done after a year"),
    ("dominate", FIGHT, "lead"),
    ("dominant", FIGHT, "leading"),
    ("aggressive", FIGHT, "ambitious"),
    ("aggressively", FIGHT, "quickly"),
    ("crush it", FIGHT, "do well"),
    ("killer", FIGHT, "very good"),
    ("warrior", FIGHT, "engineer"),
    ("thick skin", FIGHT, "how we give feedback"),
    ("young", AGE, "leave it out"),
    ("youthful", AGE, "leave it out"),
    ("digital native", AGE, "the tools to be used"),
    ("recent graduate", AGE, "entry level"),
    ("mature", AGE, "the experience that is needed"),
    ("he", GENDER, "you, or they"),
    ("his", GENDER, "your, or their"),
    ("him", GENDER, "you, or them"),
    ("she", GENDER, "you, or they"),
    ("guys", GENDER, "people"),
    ("manpower", GENDER, "people"),
    ("chairman", GENDER, "chair"),
    ("craftsman", GENDER, "somebody with craft"),
    ("workaholic", HOURS, "leave it out"),
    ("work hard play hard", HOURS, "how a week looks"),
    ("around the clock", HOURS, "how on-call is shared"),
    ("whatever it takes", HOURS, "what is expected in a bad week"),
    ("able bodied", BODY, "leave it out"),
    ("normal", BODY, "usual"),
    ("sane", BODY, "sensible"),
    ("culture fit", CULTURE, "the values, and what one sees somebody do who has them"),
    ("native speaker", CULTURE, "fluent, and in what situations"),
    ("go getter", VAGUE, "what they will begin by themselves"),
    ("self starter", VAGUE, "what they will begin by themselves"),
    ("passionate", VAGUE, "what they will care about here"),
];

/// The words of a text that keep people from applying, each once, in the order in which they stand.
#[must_use]
pub fn wording(text: &str) -> Vec<Finding> {
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let mut found: Vec<Finding> = Vec::new();
    for start in 0..folded.len() {
        for (listed, why, instead) in WORDS {
            let parts: Vec<&str> = listed.split(' ').collect();
            let end = start + parts.len();
            let stands =
                folded.get(start..end).is_some_and(|here| here.iter().zip(&parts).all(|(a, b)| a == b));
            let known = |one: &Finding| fold(&one.word) == *listed;
            if stands && !found.iter().any(known) {
                found.push(Finding { word: words[start..end].join(" "), why, instead });
            }
        }
    }
    found
}

/// How many must-haves there are, when they are more than is said to be enough.
#[must_use]
pub fn must_haves_over(book: &Book, opening: &Opening) -> Option<usize> {
    let most = usize::try_from(settings::number(book, &MUST_HAVES)).unwrap_or(usize::MAX);
    (opening.must_haves.len() > most).then_some(opening.must_haves.len())
}
