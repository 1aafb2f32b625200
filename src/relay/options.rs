//! What the command line asks for.

use std::net::SocketAddr;
use std::path::PathBuf;

/// The text of `--help`, also shown after a mistake.
pub const USAGE: &str = "\
relay [--listen ADDRESS:PORT] [--assets DIR] [--data DIR]   serve the application
relay compress DIR                                           write .br and .gz copies beside its files

  --listen   where to listen                       [127.0.0.1:7420; port 0 takes any free one]
  --assets   the folder of the built application   [dist]
  --data     the folder for what the server keeps  [.data]";

/// One thing to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Show how to call the program.
    Help,
    /// Write compressed copies beside the files of this folder.
    Compress(PathBuf),
    /// Serve.
    Serve(Serve),
}

/// How to serve.
#[derive(Debug, PartialEq, Eq)]
pub struct Serve {
    /// Address and port; port 0 lets the system choose a free one.
    pub listen: SocketAddr,
    /// Folder of the built application.
    pub assets: PathBuf,
    /// Folder for what the server keeps.
    pub data: PathBuf,
}

impl Default for Serve {
    fn default() -> Self {
        Serve {
            // Loopback unless asked otherwise: a first start never opens a port to the network.
            listen: SocketAddr::from(([127, 0, 0, 1], 7420)),
            assets: PathBuf::from("dist"),
            data: PathBuf::from(".data"),
        }
    }
}

/// Reads the arguments after the program's name; the error is a sentence for the user.
pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Command, String> {
    let mut arguments = arguments.into_iter();
    let mut serve = Serve::default();
    while let Some(argument) = arguments.next() {
        let mut value = |what: &str| arguments.next().ok_or_else(|| format!("{argument} needs {what}"));
        match argument.as_str() {
            "--help" | "-h" => return Ok(Command::Help),
            "compress" => return Ok(Command::Compress(PathBuf::from(value("a folder")?))),
            "--listen" => {
                let text = value("an address such as 127.0.0.1:7420")?;
                serve.listen = text.parse().map_err(|_| {
                    format!("--listen {text}: not an address and port such as 127.0.0.1:7420")
                })?;
            }
            "--assets" => serve.assets = PathBuf::from(value("a folder")?),
            "--data" => serve.data = PathBuf::from(value("a folder")?),
            other => return Err(format!("unknown argument {other}")),
        }
    }
    Ok(Command::Serve(serve))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn without_arguments_it_serves_on_loopback_only() {
        assert_eq!(parsed(""), Ok(Command::Serve(Serve::default())));
        assert!(Serve::default().listen.ip().is_loopback());
    }

    #[test]
    fn every_option_is_taken() {
        let expected = Serve {
            listen: SocketAddr::from(([0, 0, 0, 0], 80)),
            assets: PathBuf::from("web"),
            data: PathBuf::from("kept"),
        };
        assert_eq!(parsed("--listen 0.0.0.0:80 --assets web --data kept"), Ok(Command::Serve(expected)));
    }

    #[test]
    fn a_mistake_is_named() {
        assert_eq!(parsed("--port 80"), Err("unknown argument --port".into()));
        assert_eq!(parsed("--data"), Err("--data needs a folder".into()));
        assert!(parsed("--listen here").is_err_and(|message| message.contains("here")));
    }
}
