//! The files of the built application, held in memory.
//!
//! They are read once, at start. No request ever becomes a path on the disk, so there is no
//! way to ask for a file outside the folder.

use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use axum::body::Bytes;

use crate::encoding::Encoding;

/// The page that answers every route of the application.
pub const PAGE: &str = "/index.html";

/// Why a folder cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum AssetsError {
    /// A file or folder could not be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds no application.
    #[error("{0} holds no index.html; build the application first with `cargo xtask run`")]
    NoPage(PathBuf),
}

/// One file, with its compressed copies.
#[derive(Debug)]
pub struct Asset {
    /// Media type, for `Content-Type`.
    pub media_type: &'static str,
    /// Changes whenever the content does; the base of the entity tag.
    pub fingerprint: u64,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Asset {
    /// The first of these codings that exists for this file, with its bytes.
    pub fn pick(&self, accepted: &[Encoding]) -> (Encoding, Bytes) {
        let held = |encoding: &Encoding| match encoding {
            Encoding::Brotli => self.brotli.clone(),
            Encoding::Gzip => self.gzip.clone(),
            Encoding::Identity => Some(self.plain.clone()),
        };
        accepted
            .iter()
            .find_map(|encoding| Some((*encoding, held(encoding)?)))
            .unwrap_or((Encoding::Identity, self.plain.clone()))
    }
}

/// All files, by the path of their URL (`/icons/icon.svg`).
#[derive(Debug)]
pub struct Assets(HashMap<String, Asset>);

impl Assets {
    /// Reads a folder. Names that begin with a dot belong to the build and are left out.
    pub fn load(folder: &Path) -> Result<Assets, AssetsError> {
        let mut found = HashMap::new();
        load_into(&mut found, folder, "")?;
        if found.contains_key(PAGE) {
            Ok(Assets(found))
        } else {
            Err(AssetsError::NoPage(folder.to_path_buf()))
        }
    }

    /// The file that answers a path: the file itself, or the page for a route of the application.
    /// A last segment with a dot asks for a file and is never answered with the page.
    pub fn find(&self, path: &str) -> Option<(&str, &Asset)> {
        let is_route = !path.rsplit('/').next().unwrap_or_default().contains('.');
        self.0
            .get_key_value(path)
            .or_else(|| is_route.then(|| self.0.get_key_value(PAGE)).flatten())
            .map(|(path, asset)| (path.as_str(), asset))
    }
}

fn load_into(found: &mut HashMap<String, Asset>, folder: &Path, prefix: &str) -> Result<(), AssetsError> {
    let unreadable = |path: &Path, source| AssetsError::Unreadable { path: path.to_path_buf(), source };
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with('.') || is_compressed_copy(&path) {
            continue;
        }
        let url = format!("{prefix}/{name}");
        if path.is_dir() {
            load_into(found, &path, &url)?;
        } else {
            let plain = Bytes::from(fs::read(&path).map_err(|error| unreadable(&path, error))?);
            let mut hasher = DefaultHasher::new();
            hasher.write(&plain);
            let asset = Asset {
                media_type: media_type(&name),
                fingerprint: hasher.finish(),
                brotli: compressed_copy(&path, Encoding::Brotli),
                gzip: compressed_copy(&path, Encoding::Gzip),
                plain,
            };
            found.insert(url, asset);
        }
    }
    Ok(())
}

fn is_compressed_copy(path: &Path) -> bool {
    path.extension().is_some_and(|suffix| suffix == "br" || suffix == "gz")
}

fn compressed_copy(path: &Path, encoding: Encoding) -> Option<Bytes> {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(encoding.suffix()?);
    // A missing copy is no error: the plain file is served instead.
    fs::read(PathBuf::from(name)).ok().map(Bytes::from)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
