//! What the command line, the environment and the file ask for.

use std::path::PathBuf;

use crate::settings::{PREFIX, Settings};

/// The text of `--help`, also shown after a mistake.
pub const USAGE: &str = "\
relay [SETTING…]                      serve the application and relay workspaces
relay backup --data DIR --to FILE     copy what the server keeps, also while it runs
relay compress DIR                    write .br and .gz copies beside the files of a build

  --listen ADDRESS:PORT  where to listen                        [127.0.0.1:7420; port 0 takes any free one]
  --assets DIR           the folder of the built application    [dist]
  --data DIR             the folder for what the server keeps   [.data]
  --create WHO           who may make workspaces: open (anybody), token, closed (nobody)
                                                                [open on loopback, else token]
  --token TEXT           the token for it                       [made once, kept in DATA/token]
  --quota SIZE           bytes one workspace may keep           [1G]
  --rate SIZE            bytes a second one workspace may send  [8M]
  --connections NUMBER   connections at once                    [20000]
  --workspaces NUMBER    workspaces that may be made            [10000]
  --connect ORIGIN       another relay that pages from here may use, such as wss://relay.example; repeatable
  --config FILE          a TOML file with lines such as quota = \"2G\"

Every setting can also be given as an environment variable: PILOTHOUSE_QUOTA=2G. A flag comes before the
environment, the environment before the file.";

/// One thing to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Show how to call the program.
    Help,
    /// Write compressed copies beside the files of this folder.
    Compress(PathBuf),
    /// Copy what the server keeps.
    Backup {
        /// The server's data folder.
        data: PathBuf,
        /// The file to write.
        to: PathBuf,
    },
    /// Serve.
    Serve(Box<Settings>),
}

/// Reads the arguments after the program's name, and the environment; the error is a sentence
/// for the user.
pub fn parse(
    arguments: impl IntoIterator<Item = String>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Command, String> {
    let mut arguments = arguments.into_iter();
    let mut flags: Vec<(String, String)> = Vec::new();
    let mut is_backup = false;
    while let Some(argument) = arguments.next() {
        let mut value = |what: &str| arguments.next().ok_or_else(|| format!("{argument} needs {what}"));
        match argument.as_str() {
            "--help" | "-h" => return Ok(Command::Help),
            "compress" => return Ok(Command::Compress(PathBuf::from(value("a folder")?))),
            "backup" => is_backup = true,
            flag => match flag.strip_prefix("--") {
                Some(name) => flags.push((name.to_owned(), value("a value")?)),
                None => return Err(format!("unknown argument {flag}")),
            },
        }
    }
    let environment: Vec<(String, String)> = environment
        .into_iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?.to_ascii_lowercase(), value)))
        .collect();
    let given = |name: &str| {
        let all = flags.iter().rev().chain(&environment);
        all.into_iter().find(|(found, _)| found == name).map(|(_, value)| value.clone())
    };
    let to = given("to").map(PathBuf::from);
    let config = given("config");
    let mut settings = Settings::default();
    if let Some(path) = &config {
        take_file(&mut settings, path)?;
    }
    for (name, value) in &environment {
        // Other variables of this prefix may be meant for other programs.
        settings.set(name, value).map_err(|error| format!("{PREFIX}{}: {error}", name.to_uppercase()))?;
    }
    for (name, value) in &flags {
        let known = settings.set(name, value).map_err(|error| format!("--{name} {error}"))?;
        if !known && name != "config" && !(is_backup && name == "to") {
            return Err(format!("unknown argument --{name}"));
        }
    }
    if is_backup {
        let to = to.ok_or("backup needs --to FILE")?;
        return Ok(Command::Backup { data: settings.data, to });
    }
    Ok(Command::Serve(Box::new(settings)))
}

fn take_file(settings: &mut Settings, path: &str) -> Result<(), String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read {path}: {error}"))?;
    let table: toml::Table = text.parse().map_err(|error| format!("{path}: {error}"))?;
    for (name, value) in &table {
        let values = match value {
            toml::Value::Array(values) => values.as_slice(),
            one => std::slice::from_ref(one),
        };
        for value in values {
            let text = match value {
                toml::Value::String(text) => text.clone(),
                toml::Value::Integer(number) => number.to_string(),
                _ => return Err(format!("{path}: {name}: neither text nor a number")),
            };
            let known = settings.set(name, &text).map_err(|error| format!("{path}: {name}: {error}"))?;
            if !known {
                return Err(format!("{path}: there is no setting {name}"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Creation;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned), [])
    }

    fn settings(line: &str, environment: &[(&str, &str)]) -> Settings {
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        match parse(line.split_whitespace().map(str::to_owned), environment) {
            Ok(Command::Serve(settings)) => *settings,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn without_arguments_it_serves_on_loopback_only() {
        assert_eq!(settings("", &[]), Settings::default());
        assert!(Settings::default().listen.ip().is_loopback());
    }

    #[test]
    fn a_flag_comes_before_the_environment_and_that_before_the_file() {
        let file = std::env::temp_dir().join(format!("relay-options-{}.toml", std::process::id()));
        let lines = "quota = \"3G\"\nrate = 4096\nconnections = 7\nconnect = [\"wss://a.example\"]\n";
        std::fs::write(&file, lines).unwrap();
        let line = format!("--config {} --quota 1G --create token", file.display());
        let environment =
            [("PILOTHOUSE_QUOTA", "2G"), ("PILOTHOUSE_RATE", "2K"), ("HOME", "/"), ("PILOTHOUSE_E2E", "1")];
        let found = settings(&line, &environment);
        assert_eq!((found.quota, found.rate, found.connections), (1 << 30, 2048, 7));
        assert_eq!(
            (found.create, found.connect),
            (Some(Creation::Token), vec!["wss://a.example".to_owned()])
        );
        std::fs::write(&file, "speed = 3\n").unwrap();
        let complaint = parsed(&format!("--config {}", file.display())).unwrap_err();
        assert!(complaint.contains("no setting speed"), "{complaint}");
        std::fs::remove_file(&file).unwrap();
    }

    #[test]
    fn a_mistake_is_named() {
        assert_eq!(parsed("--port 80"), Err("unknown argument --port".into()));
        assert_eq!(parsed("--data"), Err("--data needs a value".into()));
        assert_eq!(parsed("serve"), Err("unknown argument serve".into()));
        assert_eq!(parsed("--to x"), Err("unknown argument --to".into()));
        assert!(parsed("--listen here").is_err_and(|message| message.contains("here")));
        assert!(parsed("backup --data x").is_err_and(|message| message.contains("--to")));
    }

    #[test]
    fn a_backup_says_from_where_and_to_where() {
        let expected = Command::Backup { data: "kept".into(), to: "copy.redb".into() };
        assert_eq!(parsed("backup --data kept --to copy.redb"), Ok(expected));
    }
}
