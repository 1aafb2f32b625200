//! Files packed into one zip, bit for bit the same for the same files and instant.

use flate2::{Compression, write::DeflateEncoder};
use kernel::{Problem, Timestamp};
use rawzip::{CompressionMethod, ZipArchiveWriter, time::UtcDateTime};
use std::io::Write;

/// One file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it stands, with `/` between folders.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Whether it is packed already, so that packing it again saves nothing.
    pub packed: bool,
}

impl File {
    /// A text file.
    pub(crate) fn text(path: impl Into<String>, text: String) -> Self {
        Self { path: path.into(), bytes: text.into_bytes(), packed: false }
    }
}

/// A zip that grows file by file, so that a screen can show how far it is and stop it.
pub struct Archive {
    zip: ZipArchiveWriter<Vec<u8>>,
    written: UtcDateTime,
}

impl Archive {
    /// An empty zip whose files all bear the time `now`.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self { zip: ZipArchiveWriter::new(Vec::new()), written: UtcDateTime::from_unix(now.seconds()) }
    }

    /// Packs one more file.
    ///
    /// # Errors
    /// When the zip cannot take it, which would be a fault of this code.
    pub fn add(&mut self, file: &File) -> Result<(), Problem> {
        let method = if file.packed { CompressionMethod::STORE } else { CompressionMethod::DEFLATE };
        let builder = self.zip.new_file(&file.path).compression_method(method).last_modified(self.written);
        let (mut entry, config) = builder.start().map_err(fault)?;
        let descriptor = if file.packed {
            let mut writer = config.wrap(&mut entry);
            writer.write_all(&file.bytes).map_err(fault)?;
            writer.finish().map_err(fault)?.1
        } else {
            let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
            writer.write_all(&file.bytes).map_err(fault)?;
            let (encoder, descriptor) = writer.finish().map_err(fault)?;
            encoder.finish().map_err(fault)?;
            descriptor
        };
        entry.finish(descriptor).map_err(fault)?;
        Ok(())
    }

    /// The finished zip.
    ///
    /// # Errors
    /// When it cannot be closed, which would be a fault of this code.
    pub fn finish(self) -> Result<Vec<u8>, Problem> {
        self.zip.finish().map_err(fault)
    }
}

fn fault(error: impl std::fmt::Display) -> Problem {
    Problem::new(format!("The zip could not be written ({error})."), "Export again; report it if it stays.")
}
