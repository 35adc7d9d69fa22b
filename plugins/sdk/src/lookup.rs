//! A table that is searched where it lies: entries sorted by key, each decoded only when it is the one asked
//! for. Reading two hundred rows takes longer than everything else in a decision; finding one takes eight
//! comparisons.

use core::marker::PhantomData;
use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A sorted table from keys to values of type `V`, for use inside a plugin's prepared settings.
///
/// In bytes: the number of entries, the end of each entry counted from the first one, then the entries: length
/// of the key, key, value as postcard. All numbers are 32 bits, little-endian.
pub struct Lookup<'a, V> {
    bytes: Cow<'a, [u8]>,
    values: PhantomData<V>,
}

const NUMBER: usize = 4;

impl<'a, V: Serialize + Deserialize<'a>> Lookup<'a, V> {
    /// The table of these entries.
    ///
    /// # Panics
    /// When the table would be larger than 4 GiB, or a value cannot be written.
    pub fn new(entries: &BTreeMap<String, V>) -> Self {
        let number = |n: usize| u32::try_from(n).expect("a guest's memory has 32 bits").to_le_bytes();
        let mut bytes = number(entries.len()).to_vec();
        let mut packed = Vec::new();
        for (key, value) in entries {
            packed.extend_from_slice(&number(key.len()));
            packed.extend_from_slice(key.as_bytes());
            packed.extend(postcard::to_allocvec(value).expect("a plugin's values can be written"));
            bytes.extend_from_slice(&number(packed.len()));
        }
        bytes.append(&mut packed);
        Lookup { bytes: Cow::Owned(bytes), values: PhantomData }
    }

    /// The value of `key`, if the table has it.
    pub fn get(&'a self, key: &str) -> Option<V> {
        let (mut low, mut high) = (0, self.number(0)?);
        while low < high {
            let middle = low.midpoint(high);
            let (found, value) = self.entry(middle)?;
            match found.cmp(key.as_bytes()) {
                core::cmp::Ordering::Less => low = middle + 1,
                core::cmp::Ordering::Greater => high = middle,
                core::cmp::Ordering::Equal => return postcard::from_bytes(value).ok(),
            }
        }
        None
    }

    fn entry(&self, index: usize) -> Option<(&[u8], &[u8])> {
        let first = NUMBER * (1 + self.number(0)?);
        let start = if index == 0 { 0 } else { self.number(NUMBER * index)? };
        let end = self.number(NUMBER * (index + 1))?;
        let length = self.number(first + start)?;
        self.bytes.get(first + start + NUMBER..first + end)?.split_at_checked(length)
    }

    fn number(&self, at: usize) -> Option<usize> {
        let bytes = self.bytes.get(at..)?.first_chunk()?;
        usize::try_from(u32::from_le_bytes(*bytes)).ok()
    }
}

impl<V> Serialize for Lookup<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.bytes)
    }
}

impl<'de: 'a, 'a, V> Deserialize<'de> for Lookup<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl<'de> Visitor<'de> for Bytes {
            type Value = &'de [u8];
            fn expecting(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                formatter.write_str("the bytes of a lookup table")
            }
            fn visit_borrowed_bytes<E: serde::de::Error>(self, bytes: &'de [u8]) -> Result<&'de [u8], E> {
                Ok(bytes)
            }
        }
        let bytes = deserializer.deserialize_bytes(Bytes).map_err(D::Error::custom)?;
        Ok(Lookup { bytes: Cow::Borrowed(bytes), values: PhantomData })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_again_and_no_other() {
        let entries: BTreeMap<String, u32> = (0..200).map(|n| (format!("key {}", n * 7 % 200), n)).collect();
        let bytes = postcard::to_allocvec(&Lookup::new(&entries)).expect("bytes");
        let table: Lookup<'_, u32> = postcard::from_bytes(&bytes).expect("a table");
        for (key, value) in &entries {
            assert_eq!(table.get(key), Some(*value), "{key}");
        }
        for key in ["", "key", "key 200", "z"] {
            assert_eq!(table.get(key), None, "{key}");
        }
    }

    #[test]
    fn an_empty_or_damaged_table_has_nothing() {
        assert_eq!(Lookup::<u32>::new(&BTreeMap::new()).get("a"), None);
        let damaged = Lookup::<u32> { bytes: Cow::Borrowed(&[9, 0, 0, 0, 200]), values: PhantomData };
        assert_eq!(damaged.get("a"), None);
    }
}
