//! Writes the compressed copies of a build once, so that no request waits for a compressor.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;

/// Compresses every text or WebAssembly file under a folder into `.br` and `.gz` beside it.
/// Pictures and fonts are compressed by their own formats and stay alone.
pub fn folder(folder: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    thread::scope(|scope| {
        let workers: Vec<_> = files.iter().map(|path| scope.spawn(|| write_copies(path))).collect();
        workers.into_iter().try_for_each(|worker| {
            worker.join().unwrap_or_else(|_| Err(io::Error::other("a compressor stopped unexpectedly")))
        })
    })
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if is_worth_compressing(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn is_worth_compressing(path: &Path) -> bool {
    const SUFFIXES: [&str; 8] = ["html", "js", "css", "wasm", "json", "webmanifest", "svg", "txt"];
    path.extension().and_then(|suffix| suffix.to_str()).is_some_and(|suffix| SUFFIXES.contains(&suffix))
}

fn write_copies(path: &Path) -> io::Result<()> {
    let plain = fs::read(path)?;
    fs::write(beside(path, ".br"), brotli_bytes(&plain)?)?;
    let mut gzip =
        flate2::write::GzEncoder::new(File::create(beside(path, ".gz"))?, flate2::Compression::best());
    gzip.write_all(&plain)?;
    gzip.finish()?;
    Ok(())
}

fn brotli_bytes(plain: &[u8]) -> io::Result<Vec<u8>> {
    // The highest quality and the largest window (16 MiB): this runs once per build.
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: plain.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &plain[..], &mut packed, &settings)?;
    Ok(packed)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
