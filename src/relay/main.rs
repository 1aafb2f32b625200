//! The native server of Pilothouse.
//!
//! It hands out the web application, compressed beforehand and under strict headers, and
//! nothing else yet: no request carries a workspace's data to it, and it keeps none.
//!
//! `relay --listen 127.0.0.1:7420 --assets dist --data .data` serves; `relay compress dist`
//! writes the compressed copies beside the files of a build.

#![expect(clippy::print_stdout, reason = "a command-line program talks to its user on standard output")]

mod assets;
mod compress;
mod encoding;
mod headers;
mod options;
mod server;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

use options::Command;

fn main() -> ExitCode {
    let outcome = match options::parse(std::env::args().skip(1)) {
        Ok(Command::Help) => {
            println!("{}", options::USAGE);
            return ExitCode::SUCCESS;
        }
        Ok(Command::Compress(folder)) => compress::folder(&folder).map_err(|error| error.to_string()),
        Ok(Command::Serve(options)) => server::run(&options).map_err(|error| error.to_string()),
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
