//! Skill ratings from a file: read, doubted, brought in, brought in again.

use super::{RatingsPlan, SkillRating, depth, plan};
use crate::{
    Depth, Person, RatingSource, Skill,
    import::{Choices, Counts, PEOPLE, SKILL_RATINGS},
    rules,
};
use document::{Author, Batch, Book, Record, Stamp, sheet};
use kernel::{Date, MemberId, RecordId, Timestamp};

const AUTHOR: Author = Author { member: MemberId::from_bytes([1; 16]) };
const FILE: &str = "\
E-mail,Skill,Level,Source,Date,Comment
ana@x.org,Observability,3,manager,2026-10-01,Set up the tracing
ana@x.org,observability,2,self,2026-10-02,
Bo Chen,Month end,1: runs it,Evidence,2026-10-03,
";

#[derive(Default)]
struct Workspace {
    book: Book,
    ids: u128,
}

impl Workspace {
    fn new() -> Self {
        let mut workspace = Self::default();
        for (name, email) in [("Ana Silva", "ana@x.org"), ("Bo Chen", "bo@x.org"), ("Bo Berg", "berg@x.org")]
        {
            workspace.make(&Person { name: name.to_owned(), email: Some(email.into()), ..Person::default() });
        }
        workspace.make(&Skill { name: "Observability".to_owned(), ..Skill::default() });
        workspace
    }

    fn id(&mut self) -> RecordId {
        self.ids += 1;
        RecordId::from_bytes(self.ids.to_be_bytes())
    }

    fn make<T: Record>(&mut self, record: &T) -> RecordId {
        let id = self.id();
        self.apply(&Batch::new("").with(AUTHOR.create(id, record)));
        id
    }

    fn apply(&mut self, batch: &Batch) {
        for edit in &batch.edits {
            self.book.apply(edit, Stamp { at: Timestamp::from_millis(1), by: AUTHOR.member });
        }
    }

    fn plan(&self, file: &str, choices: Choices) -> RatingsPlan {
        let sheet = sheet::read(file.as_bytes(), &sheet::Reading::default()).unwrap();
        assert!(super::is_of_ratings(&sheet));
        let mapping = SKILL_RATINGS.suggest(&self.book, &sheet);
        plan(&self.book, &sheet, &mapping, choices, today())
    }

    fn import(&mut self, file: &str) -> Counts {
        let plan = self.plan(file, Choices::default());
        let batch = plan.commit(&AUTHOR, || self.id());
        self.apply(&batch);
        plan.counts()
    }

    fn ratings(&self) -> Vec<String> {
        let name = |id: Option<RecordId>| {
            let row = id.and_then(|id| self.book.row(id)).unwrap();
            row.fields["name"].plain()
        };
        let all = self.book.all::<SkillRating>();
        let told = all.iter().map(|one| {
            let (person, skill) = (one.person.map(|of| of.id()), one.skill.map(|of| of.id()));
            let because = one.because.clone().unwrap_or_default();
            let on = one.on.unwrap();
            format!(
                "{} {} {} {} {on} {because}",
                name(person),
                name(skill),
                one.depth.figure(),
                one.source.word()
            )
        });
        told.collect()
    }
}

fn today() -> Date {
    "2026-11-22".parse().unwrap()
}

fn counts(new: usize, changed: usize, unchanged: usize, broken: usize, skipped: usize) -> Counts {
    Counts { new, changed, unchanged, broken, skipped }
}

fn told(plan: &RatingsPlan) -> Vec<String> {
    plan.rows.iter().flat_map(|row| row.broken.iter().chain(&row.warnings)).map(ToString::to_string).collect()
}

#[test]
fn tm_5_7_people_are_found_by_mail_id_or_name_and_unknown_skills_are_made_once() {
    let mut workspace = Workspace::new();
    let plan = workspace.plan(FILE, Choices::default());
    assert_eq!(plan.new_skills, ["Month end"]);
    assert_eq!(plan.counts(), counts(3, 0, 0, 0, 0));
    assert_eq!(plan.rows[2].name, "Bo Chen: Month end");
    workspace.import(FILE);
    assert_eq!(
        workspace.ratings(),
        [
            "Ana Silva Observability 3 manager 2026-10-01 Set up the tracing",
            "Ana Silva Observability 2 own 2026-10-02 ",
            "Bo Chen Month end 1 evidence 2026-10-03 ",
        ]
    );
    assert_eq!(workspace.book.all::<Skill>().len(), 2);
    let plan = workspace
        .plan("Name,Skill,Rating\nBo,Month end,1\nNobody,Month end,1\n,Month end,1\n", Choices::default());
    assert_eq!(
        told(&plan),
        [
            "line 2, column “Name”: “Bo” is the name of nobody here",
            "line 3, column “Name”: “Nobody” is the name of nobody here",
            "line 4, column “Name”: says nobody",
        ]
    );
}

#[test]
fn tm_5_8_a_cell_that_cannot_be_read_keeps_its_row_out_or_is_left_behind() {
    let workspace = Workspace::new();
    let file = "\
person,skill,depth,source,date
ana@x.org,Observability,5,manager,2026-10-01
ana@x.org,,1,manager,2026-10-01
ana@x.org,Observability,2,the cat,2026-10-01
ana@x.org,Observability,3,self,2026-13-01
bo@x.org,Observability,3,,2026-12-01
bo@x.org,Observability,3,self,
";
    let plan = workspace.plan(file, Choices::default());
    assert_eq!(plan.counts(), counts(2, 0, 0, 4, 0));
    assert_eq!(
        told(&plan),
        [
            "line 2, column “depth”: “5” is not a depth: 0 to 4, or nothing, runs, changes, builds, teaches",
            "line 3, column “skill”: names no skill",
            "line 4, column “source”: “the cat” is not a source: self, manager or evidence",
            "line 5, column “date”: “2026-13-01” has the month 13; a year has 12",
            "line 6, column “date”: “2026-12-01” lies ahead: it does not hold before",
        ]
    );
    let choices = Choices { without_broken_cells: true, ..Choices::default() };
    assert_eq!(workspace.plan(file, choices).counts(), counts(4, 0, 0, 2, 0));
    for (text, expected) in [
        ("0", Some(Depth::Nothing)),
        ("4", Some(Depth::Teaches)),
        ("builds", Some(Depth::Builds)),
        ("2: changes it", Some(Depth::Changes)),
        ("Runs it", Some(Depth::Runs)),
        ("5", None),
        ("-1", None),
        ("good", None),
    ] {
        assert_eq!(depth(text), expected, "{text}");
    }
}

#[test]
fn tm_5_9_the_same_rating_again_changes_it_and_a_row_that_repeats_another_is_told() {
    let mut workspace = Workspace::new();
    workspace.import(FILE);
    assert_eq!(workspace.import(FILE), counts(0, 0, 3, 0, 0));
    let changed =
        FILE.replace("Observability,3,manager", "Observability,4,manager").replace("Set up the tracing", "");
    let plan = workspace.plan(&changed, Choices::default());
    assert_eq!(plan.counts(), counts(0, 1, 2, 0, 0));
    workspace.import(&changed);
    assert_eq!(workspace.ratings()[0], "Ana Silva Observability 4 manager 2026-10-01 Set up the tracing");
    let again = "\
person,skill,depth,date
ana@x.org,Month end,1,2026-11-01
ana@x.org,month end,1,2026-11-01
Ana Silva,Month end,2,2026-11-01
";
    let plan = workspace.plan(again, Choices::default());
    assert_eq!(plan.counts(), counts(1, 0, 0, 1, 1));
    assert_eq!(
        told(&plan),
        ["line 4, column “depth”: “2” is “1: runs it” on line 2, of the same person, skill, source and day"]
    );
}

#[test]
fn tm_5_10_our_own_table_comes_back_as_it_went_out() {
    let mut workspace = Workspace::new();
    workspace.import(FILE);
    let bo = workspace.book.all::<Person>().iter().find(|person| person.name == "Bo Chen").unwrap().clone();
    let edits = bo.update(|person| person.name = "Bo Berg".to_owned());
    workspace.apply(&Batch::new("").with_all(edits));
    let table = {
        let name = |id| workspace.book.row(id).map(|row| row.fields["name"].plain()).unwrap_or_default();
        let titles = document::plain::Titles::new(crate::KINDS.iter().copied(), name);
        let rows = workspace.book.rows_of(SkillRating::NAME).map(|row| &**row);
        document::plain::csv::table(SkillRating::KIND, rows, &titles)
    };
    let plan = workspace.plan(&table, Choices::default());
    assert_eq!((plan.counts(), told(&plan)), (counts(0, 0, 3, 0, 0), Vec::new()));
    let file = table.replace("3: builds it", "4: teaches it");
    assert_eq!(workspace.import(&file), counts(0, 1, 2, 0, 0));
    let ana = workspace.book.all::<Person>().iter().find(|person| person.name == "Ana Silva").unwrap().id;
    let skill = workspace.book.all::<Skill>()[0].id;
    let held = rules::ratings(&workspace.book, today()).held(ana, skill).unwrap();
    assert_eq!((held.depth(), held.rating.source), (Depth::Teaches, RatingSource::Manager));
}

#[test]
fn what_was_said_about_the_columns_is_kept_apart_for_people_and_ratings() {
    let mut workspace = Workspace::new();
    let sheet =
        sheet::read(b"Who,Skill,Depth\nana@x.org,Observability,3\n", &sheet::Reading::default()).unwrap();
    let mut mapping = SKILL_RATINGS.suggest(&workspace.book, &sheet);
    assert_eq!(mapping.column("person"), None);
    mapping.set(0, SKILL_RATINGS.targets.iter().find(|target| target.name == "person"));
    let id = workspace.id();
    workspace.apply(&SKILL_RATINGS.remember(&workspace.book, &AUTHOR, id, &sheet, &mapping));
    assert_eq!(SKILL_RATINGS.suggest(&workspace.book, &sheet), mapping);
    assert_eq!(PEOPLE.suggest(&workspace.book, &sheet).column("name"), None);
}
