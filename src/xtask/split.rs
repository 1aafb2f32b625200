//! Takes the screen's program apart, into what the first screen needs and the parts that come later (`src/app/parts.rs`).
//!
//! It has to happen between the compiler and wasm-bindgen, where Trunk has no place for it. So Trunk finds this very
//! program under the name `wasm-bindgen`, first on its PATH: that splits the screen's WebAssembly, and calls the real one for
//! what is left. The last step of the build ([`place`]) puts the parts beside the page.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fingerprint::{read, read_text};
use crate::project::{Outcome, Project, succeed};

/// Where parts wait for the last step, from the project's folder.
const FOLDER: &str = "target/parts";
/// The script that loads parts, as the splitter names it.
const LOADER: &str = "__wasm_split.js";
/// Tells the stand-in where it is and where the parts go.
const TOLD: &str = "PILOTHOUSE_SPLIT";

/// Makes `trunk`, a release build, call the stand-in.
pub fn prepare(project: &Project, trunk: &mut Command) -> Outcome {
    let folder = project.path(FOLDER);
    // What an earlier build left must not get into this one.
    let _ = fs::remove_dir_all(&folder);
    let tools = folder.join("bin");
    fs::create_dir_all(&tools).map_err(|error| format!("cannot make {}: {error}", tools.display()))?;
    let this = env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let stand_in = tools.join("wasm-bindgen").with_extension(env::consts::EXE_EXTENSION);
    fs::copy(&this, &stand_in).map_err(|error| format!("cannot make {}: {error}", stand_in.display()))?;
    let before = project.search_path();
    let folders = [tools].into_iter().chain(env::split_paths(&before));
    let path = env::join_paths(folders).map_err(|error| format!("cannot extend PATH: {error}"))?;
    trunk.env("PATH", path).env(TOLD, &folder);
    Ok(())
}

/// Whether this program was called as the stand-in for wasm-bindgen.
pub fn is_stand_in() -> bool {
    let name = env::args_os().next().map(PathBuf::from);
    name.is_some_and(|name| name.file_stem().is_some_and(|stem| stem == "wasm-bindgen"))
}

/// Does what wasm-bindgen does, and for the screen's program takes it apart first.
pub fn stand_in() -> Outcome {
    let folder = PathBuf::from(env::var_os(TOLD).ok_or_else(|| format!("{TOLD} is not set"))?);
    let mut arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let screen =
        arguments.iter_mut().find(|word| Path::new(word).file_name().is_some_and(|name| name == "app.wasm"));
    if let Some(screen) = screen {
        let mut splitter = Command::new("wasm-split-cli");
        splitter.arg(&*screen).arg(&folder).args(["--target", "web", "--out-name", "app"]);
        succeed(&mut splitter)?;
        *screen = folder.join("app.wasm").into();
        // Names were kept for the splitter only; the table of functions is what parts are called through.
        let more = ["--remove-name-section", "--remove-producers-section", "--keep-lld-exports"];
        arguments.extend(more.map(OsString::from));
    }
    let tools = folder.join("bin");
    let path = env::var_os("PATH").unwrap_or_default();
    let others = env::join_paths(env::split_paths(&path).filter(|folder| *folder != tools))
        .map_err(|error| format!("cannot shorten PATH: {error}"))?;
    succeed(Command::new("wasm-bindgen").args(arguments).env("PATH", others))
}

/// Puts the parts into a finished build's `folder`. Each is named by the hash that Trunk gave the screen's program: it is made
/// from the program as it was before it was taken apart, so it changes with every part.
pub fn place(folder: &Path) -> Outcome {
    let Some(parts) = env::var_os(TOLD).map(PathBuf::from) else { return Ok(()) };
    let names = names_in(folder)?;
    let screen = names.iter().find(|name| name.starts_with("app-") && name.ends_with(".js"));
    let screen = screen.ok_or("the build has no app-….js")?;
    let hash = screen.trim_start_matches("app-").trim_end_matches(".js").to_owned();
    let hashed = |stem: &str, extension: &str| format!("part-{stem}-{hash}.{extension}");

    let mut loader = read_text(&parts.join(LOADER))?.replace("./app.js", &format!("./{screen}"));
    for name in names_in(&parts)? {
        let Some(stem) = name.strip_suffix(".wasm").filter(|stem| *stem != "app") else { continue };
        let new = hashed(stem.trim_start_matches("split_"), "wasm");
        loader = loader.replace(&format!("./{name}"), &format!("./{new}"));
        write(&folder.join(new), &without_names(&read(&parts.join(name))?)?)?;
    }
    let new = hashed("loader", "js");
    write(&folder.join(&new), loader.as_bytes())?;
    let text = read_text(&folder.join(screen))?;
    if !text.contains(LOADER) {
        return Err(format!("{screen} does not load {LOADER}; was the program taken apart?"));
    }
    write(
        &folder.join(screen),
        text.replace(&format!("from \"./{LOADER}\""), &format!("from \"./{new}\"")).as_bytes(),
    )
}

/// A WebAssembly module without its custom sections (WebAssembly 2.0, 5.5.3): names of functions, and who compiled it.
fn without_names(module: &[u8]) -> Outcome<Vec<u8>> {
    const HEADER: usize = 8;
    const CUSTOM: u8 = 0;
    let broken = || "a part is no WebAssembly module".to_owned();
    let (header, mut rest) = module.split_at_checked(HEADER).ok_or_else(broken)?;
    let mut kept = header.to_vec();
    while let Some((id, after)) = rest.split_first() {
        let (length, digits) = number(after).ok_or_else(broken)?;
        let (section, after) = rest.split_at_checked(1 + digits + length).ok_or_else(broken)?;
        if *id != CUSTOM {
            kept.extend_from_slice(section);
        }
        rest = after;
    }
    Ok(kept)
}

/// A number at the beginning of `bytes`, seven bits a byte, the lowest first; and how many bytes it takes.
fn number(bytes: &[u8]) -> Option<(usize, usize)> {
    let digits = 1 + bytes.iter().take(5).position(|byte| byte & 0x80 == 0)?;
    let value = bytes[..digits].iter().rev().fold(0, |value, byte| value << 7 | usize::from(byte & 0x7f));
    Some((value, digits))
}

fn names_in(folder: &Path) -> Outcome<Vec<String>> {
    let cannot = |error| format!("cannot look into {}: {error}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        names.push(entry.map_err(cannot)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

fn write(path: &Path, bytes: &[u8]) -> Outcome {
    fs::write(path, bytes).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_and_the_rest_stays() {
        let header = b"\0asm\x01\0\0\0";
        let (code, names) = (b"\x0a\x81\x00x", b"\x00\x05\x04name");
        let module = [&header[..], code, names, code].concat();
        assert_eq!(without_names(&module), Ok([&header[..], code, code].concat()));
        assert!(without_names(&module[..module.len() - 1]).is_err());
        assert!(without_names(b"\0asm").is_err());
    }
}
