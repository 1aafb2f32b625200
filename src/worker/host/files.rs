//! Backup files under a passphrase, sealed and opened here: it takes long and needs much memory, and the
//! page stays free meanwhile.

use kernel::Problem;
use vault::{BackupError, BackupReader, BackupWriter, Cost, Passphrase, Random};

use crate::{
    browser,
    wire::{FileTask, Typed},
};

/// Does what was asked of a file's bytes.
///
/// # Errors
/// In words that tell a wrong passphrase, a damaged file and one that was cut from each other.
pub fn carry_out(task: FileTask) -> Result<Vec<u8>, Problem> {
    match task {
        FileTask::Seal { passphrase, plain } => seal(&passphrase, &plain),
        FileTask::Open { passphrase, sealed } => open(&passphrase, &sealed),
    }
}

fn seal(passphrase: &Typed, plain: &[u8]) -> Result<Vec<u8>, Problem> {
    let again = "Try again.";
    let chosen = Passphrase::chosen(&passphrase.0)
        .map_err(|short| Problem::new(short.to_string(), "Choose a longer one."))?;
    let random = &mut Random::from_seed(browser::random_for_keys()?);
    let (mut writer, mut file) = BackupWriter::new(&chosen, Cost::TODAY, random)
        .map_err(|error| Problem::new(error.to_string(), again))?;
    file.extend(writer.push(plain));
    file.extend(writer.finish());
    Ok(file)
}

fn open(passphrase: &Typed, sealed: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut reader = BackupReader::new(Passphrase::typed(&passphrase.0));
    let mut plain = reader.push(sealed).map_err(refused)?.to_vec();
    plain.extend_from_slice(&reader.finish().map_err(refused)?);
    Ok(plain)
}

fn refused(error: BackupError) -> Problem {
    let way_out = match error {
        BackupError::WrongPassphrase => "Type it again; capitals count.",
        BackupError::NotABackup => "Choose another file.",
        BackupError::Newer => "Open it with a current version of Pilothouse.",
        BackupError::CutShort | BackupError::Damaged | BackupError::Cost(_) => {
            "Choose another copy of it, or an older backup."
        }
    };
    Problem::new(error.to_string(), way_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v_16_a_file_that_does_not_open_says_why_and_what_to_do() {
        let cheap = Cost { memory_kib: 64, passes: 1, lanes: 1 };
        let random = &mut Random::from_seed([1; 32]);
        let (mut writer, mut file) =
            BackupWriter::new(&Passphrase::typed("four winds"), cheap, random).unwrap();
        file.extend(writer.push(b"everything"));
        file.extend(writer.finish());
        let right = Typed("four winds".to_owned());
        assert_eq!(open(&right, &file).unwrap(), b"everything");
        let wrong = open(&Typed("five winds".to_owned()), &file).unwrap_err();
        assert!(wrong.what.contains("not the passphrase") && wrong.way_out.contains("again"), "{wrong}");
        let cut = open(&right, &file[..file.len() - 20]).unwrap_err();
        assert!(cut.what.contains("not complete"), "{cut}");
        let foreign = open(&right, b"a file of another kind, long enough to be told").unwrap_err();
        assert!(foreign.what.contains("no encrypted backup"), "{foreign}");
        assert!(
            !format!("{right:?}{:?}", FileTask::Open { passphrase: right.clone(), sealed: file })
                .contains("winds")
        );
    }
}
