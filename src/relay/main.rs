//! The server as a command.
//!
//! `relay --listen 127.0.0.1:7420 --assets dist --data .data` serves, `relay backup` copies what
//! a running server keeps, `relay compress dist` writes the compressed copies beside the files of
//! a build.

#![expect(clippy::print_stdout, reason = "a command-line program talks to its user on standard output")]

use std::process::ExitCode;

use relay::options::{self, Command};
use relay::{backup, compress, server};

fn main() -> ExitCode {
    let outcome = match options::parse(std::env::args().skip(1), std::env::vars()) {
        Ok(Command::Help) => {
            println!("{}", options::USAGE);
            return ExitCode::SUCCESS;
        }
        Ok(Command::Compress(folder)) => compress::folder(&folder).map_err(|error| error.to_string()),
        Ok(Command::Backup { data, to }) => backup::run(&data, &to).map_err(|error| error.to_string()),
        Ok(Command::Serve(settings)) => server::run(&settings).map_err(|error| error.to_string()),
        Err(complaint) => Err(format!("{complaint}\n\n{}", options::USAGE)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("relay: {message}");
            ExitCode::FAILURE
        }
    }
}
