//! The file of one compiled module in the cache: a header that says what it is, and a checksum of all that follows.

use sha2::{Digest, Sha256};

use super::ModuleHash;

const MAGIC: &[u8; 24] = b"falconet compiled code 1";
const HASH_LEN: usize = ModuleHash::LEN;

/// Packs compiled code for the cache.
pub(super) fn pack(module: &ModuleHash, code: &[u8]) -> Vec<u8> {
    let mut entry = Vec::with_capacity(MAGIC.len() + 2 * HASH_LEN + code.len());
    entry.extend_from_slice(MAGIC);
    entry.extend_from_slice(&checksum(module, code));
    entry.extend_from_slice(module.as_bytes());
    entry.extend_from_slice(code);
    entry
}

/// The compiled code in an entry, if it is whole and that of this module.
pub(super) fn unpack<'a>(entry: &'a [u8], module: &ModuleHash) -> Option<&'a [u8]> {
    let rest = entry.strip_prefix(MAGIC)?;
    let (sum, rest) = rest.split_at_checked(HASH_LEN)?;
    let code = rest.strip_prefix(module.as_bytes())?;
    (sum == checksum(module, code)).then_some(code)
}

fn checksum(module: &ModuleHash, code: &[u8]) -> [u8; HASH_LEN] {
    Sha256::new()
        .chain_update(module.as_bytes())
        .chain_update(code)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_again() {
        let module = ModuleHash::of(b"module");
        assert_eq!(unpack(&pack(&module, b"code"), &module), Some(&b"code"[..]));
    }

    #[test]
    fn any_flipped_bit_spoils_an_entry() {
        let module = ModuleHash::of(b"module");
        let good = pack(&module, b"code");
        for index in 0..good.len() {
            let mut spoiled = good.clone();
            spoiled[index] ^= 0x10;
            assert_eq!(unpack(&spoiled, &module), None, "byte {index}");
        }
    }

    #[test]
    fn any_truncation_spoils_an_entry() {
        let module = ModuleHash::of(b"module");
        let good = pack(&module, b"code");
        for len in 0..good.len() {
            assert_eq!(unpack(&good[..len], &module), None, "{len} bytes");
        }
    }

    #[test]
    fn the_entry_of_another_module_is_not_taken() {
        let entry = pack(&ModuleHash::of(b"theirs"), b"code");
        assert_eq!(unpack(&entry, &ModuleHash::of(b"ours")), None);
    }
}
