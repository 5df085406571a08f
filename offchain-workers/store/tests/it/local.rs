//! What a store does with its own directory.

use crate::common::{count, file_in, some_bytes, Kept, CHUNK, IMPATIENT};
use bytes::Bytes;
use futures::{future::join_all, stream, StreamExt};
use opg_store::{Address, Config, Error, Store};
use proptest::prelude::*;
use std::{convert::Infallible, fs, io, time::Duration};

type Piece = Result<Bytes, Infallible>;

fn pieces(bytes: &[u8], len: usize) -> Vec<Piece> {
    bytes.chunks(len).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect()
}

#[tokio::test]
async fn what_is_put_should_be_there_also_after_a_restart() {
    let kept = Kept::new().await;
    let mut all = Vec::new();
    for len in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7] {
        let bytes = some_bytes(1, len);
        let put = kept.store.put(bytes.clone()).await.unwrap();
        assert_eq!((put.address, put.size, put.new), (Address::of(&bytes), len as u64, true));
        assert!(!kept.store.put(bytes.clone()).await.unwrap().new);
        all.push((put.address, bytes));
    }
    let usage = kept.store.usage();
    assert_eq!(usage.blobs, 6);
    assert_eq!(usage.bytes, all.iter().map(|(_, bytes)| bytes.len() as u64).sum::<u64>());

    let kept = kept.reopened().await;
    let store = &kept.store;
    assert_eq!(store.usage(), usage);
    for (address, bytes) in all {
        assert!(store.get(&address).await.unwrap() == bytes);
        let local = store.local_path(&address).await.unwrap();
        assert!(fs::read(local.path()).unwrap() == bytes);
        assert!(fs::metadata(local.path()).unwrap().permissions().readonly());
    }
}

#[tokio::test]
async fn a_file_should_be_kept_as_a_copy() {
    let kept = Kept::new().await;
    let bytes = some_bytes(2, 2 * CHUNK + 5);
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), &bytes).unwrap();
    let put = kept.store.put_file(file.path()).await.unwrap();
    drop(file);
    assert!(kept.store.get(&put.address).await.unwrap() == bytes);
    let missing = kept.store.put_file("/no/such/file").await.unwrap_err();
    assert!(missing.to_string().starts_with("cannot open /no/such/file: "), "{missing}");
}

#[tokio::test]
async fn what_nobody_has_should_be_not_found() {
    let kept = Kept::new().await;
    let error = kept.store.get(&Address::of(b"nothing")).await.unwrap_err();
    assert!(matches!(error, Error::NotFound { .. }), "{error}");
    assert_eq!(kept.store.size(&Address::of(b"nothing")), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_of_one_blob_should_all_succeed_and_leave_one_file() {
    let kept = Kept::new().await;
    let bytes = some_bytes(3, 5 * CHUNK + 11);
    let address = Address::of(&bytes);
    let writers = (1..=16).map(|writer| {
        let (store, pieces) = (kept.store.clone(), pieces(&bytes, 10_007 * writer));
        tokio::spawn(async move {
            let size = pieces.iter().flatten().map(|piece| piece.len() as u64).sum();
            let put = store.put_stream("a writer", &address, size, stream::iter(pieces)).await;
            // Who has put it reads it, whatever the others are at.
            assert_eq!(store.get(&address).await.unwrap().len() as u64, size);
            put.unwrap()
        })
    });
    let puts: Vec<_> = join_all(writers).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(puts.iter().filter(|put| put.new).count(), 1);
    assert_eq!(kept.store.usage().blobs, 1);
    assert_eq!(kept.store.usage().bytes, bytes.len() as u64);
    assert_eq!(kept.files_in("incoming"), 0);
    assert!(kept.store.get(&address).await.unwrap() == bytes);
}

#[tokio::test]
async fn what_is_not_what_was_announced_should_leave_nothing() {
    let kept = Kept::with(|config| config.patience = IMPATIENT).await;
    let bytes = some_bytes(4, CHUNK + 100);
    let address = Address::of(&bytes);
    let size = bytes.len() as u64;
    let put = |size, pieces: Vec<Piece>| {
        kept.store.put_stream("a liar", &address, size, stream::iter(pieces))
    };

    let short = put(size + 1, pieces(&bytes, 1000)).await.unwrap_err();
    assert!(matches!(short, Error::Length { got, .. } if got == size), "{short}");
    let long = put(size - 1, pieces(&bytes, 1000)).await.unwrap_err();
    assert!(matches!(long, Error::Length { got, declared, .. } if got > declared), "{long}");
    let mut other = bytes.clone();
    other[CHUNK] ^= 1;
    let wrong = put(size, pieces(&other, 1000)).await.unwrap_err();
    assert!(matches!(&wrong, Error::Wrong { got, .. } if *got == Address::of(&other)), "{wrong}");
    assert!(wrong.to_string().contains("a liar"));

    let halting = stream::iter(pieces(&bytes, 1000)).take(5).chain(stream::pending());
    let slow = kept.store.put_stream("a liar", &address, size, halting).await.unwrap_err();
    assert!(matches!(slow, Error::Slow { got: 5000, .. }), "{slow}");
    let breaking = stream::iter([Ok(Bytes::from_static(b"x")), Err(io::Error::other("gone"))]);
    let broken = kept.store.put_stream("a liar", &address, size, breaking).await.unwrap_err();
    assert!(broken.to_string().contains("gone"), "{broken}");

    assert_eq!(count(&kept.store.stats().rejected), 4);
    assert_eq!(kept.store.usage().blobs, 0);
    assert_eq!(kept.files_in("incoming"), 0);
}

#[tokio::test]
async fn nothing_should_be_taken_beyond_what_was_announced() {
    let kept = Kept::new().await;
    let mut taken = 0;
    let more = stream::iter(0..1000).map(|_| {
        taken += 1;
        Piece::Ok(Bytes::from_static(b"0123456789"))
    });
    let long = kept.store.put_stream("a liar", &Address::of(b"x"), 100, more).await.unwrap_err();
    assert!(matches!(long, Error::Length { declared: 100, got: 110, .. }), "{long}");
    assert_eq!(taken, 11);
}

#[tokio::test]
async fn a_writer_that_gives_up_should_leave_neither_a_file_nor_a_reservation() {
    let kept = Kept::limited(|limits| limits.total_bytes = 1000).await;
    let address = Address::of(b"never");
    let halting = stream::iter([Piece::Ok(Bytes::from_static(b"x"))]).chain(stream::pending());
    let put = kept.store.put_stream("a writer", &address, 1000, halting);
    assert!(tokio::time::timeout(Duration::from_millis(200), put).await.is_err());
    assert_eq!(kept.files_in("incoming"), 0);
    kept.store.put(some_bytes(5, 1000)).await.unwrap();
}

#[tokio::test]
async fn limits_should_hold_by_what_is_announced() {
    let kept = Kept::limited(|limits| {
        limits.blob_bytes = 100;
        limits.total_bytes = 250;
        limits.blobs = 4;
    })
    .await;
    // Nothing is read of what is too large.
    let untouched =
        stream::poll_fn(|_| -> std::task::Poll<Option<Piece>> { panic!("it was read") });
    let address = Address::of(b"large");
    let large = kept.store.put_stream("a writer", &address, 101, untouched).await.unwrap_err();
    assert!(matches!(large, Error::TooLarge { size: 101, most: 100, .. }), "{large}");

    for seed in 0..2 {
        kept.store.put(some_bytes(seed, 100)).await.unwrap();
    }
    let full = kept.store.put(some_bytes(2, 51)).await.unwrap_err();
    assert!(
        matches!(full, Error::Full { what: "bytes", used: 200, most: 250, needed: 51 }),
        "{full}"
    );
    for seed in 3..5 {
        kept.store.put(some_bytes(seed, 1)).await.unwrap();
    }
    let full = kept.store.put(some_bytes(5, 1)).await.unwrap_err();
    assert!(matches!(full, Error::Full { what: "blobs", used: 4, .. }), "{full}");
}

#[tokio::test]
async fn what_is_on_its_way_should_take_room() {
    let kept = Kept::limited(|limits| limits.total_bytes = 1500).await;
    let halting = stream::pending::<Piece>();
    let address = Address::of(b"never");
    let first = kept.store.put_stream("a writer", &address, 1000, halting);
    let second = async {
        tokio::task::yield_now().await;
        kept.store.put(some_bytes(1, 501)).await
    };
    tokio::select! {
        _ = first => panic!("it has nothing"),
        full = second => assert!(matches!(full, Err(Error::Full { used: 1000, .. })), "{full:?}"),
    }
    kept.store.put(some_bytes(1, 501)).await.unwrap();
}

/// What a disk, or someone with access to it, may do to a file.
type Damage = fn(&mut Vec<u8>);
/// By what it is called.
const DAMAGE: [(&str, Damage); 5] = [
    ("first byte", |bytes| bytes[0] ^= 1),
    ("last byte", |bytes| *bytes.last_mut().unwrap() ^= 0x80),
    ("cut short", |bytes| bytes.truncate(CHUNK + 1)),
    ("emptied", Vec::clear),
    ("made longer", |bytes| bytes.push(0)),
];

#[tokio::test]
async fn a_blob_that_is_wrong_when_first_read_should_be_put_aside_and_named() {
    for (what, damage) in DAMAGE {
        let kept = Kept::new().await;
        let bytes = some_bytes(6, 2 * CHUNK + 3);
        let address = kept.store.put(bytes.clone()).await.unwrap().address;
        let kept = kept.reopened().await;
        let mut damaged = bytes.clone();
        damage(&mut damaged);
        kept.overwrite(&address, &damaged);

        let error = kept.store.get(&address).await.unwrap_err();
        let Error::Unavailable { tries, .. } = &error else { panic!("{what}: {error}") };
        let got = Address::of(&damaged);
        assert!(matches!(&tries[..], [Error::Wrong { got: is, .. }] if *is == got), "{what}");
        assert!(error.to_string().contains("the local store"), "{error}");
        assert_eq!((kept.files_in("bad"), kept.store.usage().blobs), (1, 0), "{what}");
        assert!(matches!(kept.store.get(&address).await, Err(Error::NotFound { .. })));

        kept.store.put(bytes.clone()).await.unwrap();
        assert!(kept.store.get(&address).await.unwrap() == bytes);
    }
}

#[tokio::test]
async fn a_blob_that_goes_wrong_later_should_be_noticed_in_every_way_of_reading() {
    for (what, damage) in DAMAGE {
        let bytes = some_bytes(7, 2 * CHUNK + 3);
        let mut damaged = bytes.clone();
        damage(&mut damaged);
        if what == "made longer" {
            // The bytes of the blob are all there: reading them is right, only mapping the file is not.
            continue;
        }
        let kept = Kept::new().await;
        let address = kept.store.put(bytes.clone()).await.unwrap().address;
        assert!(kept.store.get(&address).await.unwrap() == bytes);
        kept.overwrite(&address, &damaged);
        let error = kept.store.get(&address).await.unwrap_err();
        assert!(matches!(error, Error::Rotten { .. }), "{what}: {error}");
        assert_eq!((kept.files_in("bad"), kept.store.usage().blobs), (1, 0), "{what}");
    }
}

#[tokio::test]
async fn a_path_should_only_be_given_to_what_is_right_now() {
    for (what, damage) in DAMAGE {
        let kept = Kept::new().await;
        let bytes = some_bytes(8, 2 * CHUNK + 3);
        let address = kept.store.put(bytes.clone()).await.unwrap().address;
        drop(kept.store.local_path(&address).await.unwrap());
        let mut damaged = bytes.clone();
        damage(&mut damaged);
        kept.overwrite(&address, &damaged);
        assert!(kept.store.local_path(&address).await.is_err(), "{what}");
        assert_eq!(kept.files_in("bad"), 1, "{what}");
    }
}

#[tokio::test]
async fn parts_should_be_right_up_to_the_chunk_that_is_not() {
    let kept = Kept::new().await;
    let bytes = some_bytes(9, 3 * CHUNK);
    let address = kept.store.put(bytes.clone()).await.unwrap().address;
    let blob = kept.store.blob(&address).await.unwrap();
    let mut damaged = bytes.clone();
    damaged[CHUNK + 5] ^= 1;
    kept.overwrite(&address, &damaged);

    let parts: Vec<_> = blob.stream(100..bytes.len() as u64).unwrap().collect().await;
    assert_eq!(parts.len(), 2);
    assert_eq!(parts[0].as_ref().unwrap(), &bytes[100..CHUNK]);
    let rotten = parts[1].as_ref().unwrap_err();
    assert!(matches!(rotten, Error::Rotten { at, .. } if *at == CHUNK as u64), "{rotten}");
}

#[tokio::test]
async fn a_good_copy_should_heal_a_bad_one_that_nobody_noticed() {
    let kept = Kept::new().await;
    let bytes = some_bytes(10, CHUNK + 9);
    let address = kept.store.put(bytes.clone()).await.unwrap().address;
    // Held from before, it must not take the good copy away when it notices the bad one.
    let old = kept.store.blob(&address).await.unwrap();
    kept.overwrite(&address, b"nonsense");
    assert!(!kept.store.put(bytes.clone()).await.unwrap().new);
    assert!(old.bytes().await.is_err());
    assert_eq!(kept.files_in("bad"), 0);
    assert!(kept.store.get(&address).await.unwrap() == bytes);
}

#[tokio::test]
async fn a_file_that_someone_deletes_should_be_forgotten() {
    let kept = Kept::new().await;
    let address = kept.store.put("gone soon").await.unwrap().address;
    fs::remove_file(kept.file(&address)).unwrap();
    assert!(matches!(kept.store.get(&address).await, Err(Error::NotFound { .. })));
    assert_eq!((kept.store.usage().blobs, kept.store.usage().bytes), (0, 0));
}

#[tokio::test]
async fn a_start_should_clean_up_after_a_crash_and_leave_alone_what_is_not_ours() {
    let kept = Kept::new().await;
    let address = kept.store.put("whole").await.unwrap().address;
    let Kept { store, directory } = kept;
    drop(store);
    let root = directory.path();
    fs::write(root.join("incoming/0"), "half of a blob").unwrap();
    fs::write(root.join("incoming/77"), "").unwrap();
    // A name of ours in a folder where it does not belong, and two that are none.
    let stray = root.join("blobs/00").join(address.to_string());
    assert!(!address.to_string().starts_with("00"));
    for stray in [&stray, &root.join("blobs/00/notes.txt"), &root.join("blobs/README")] {
        fs::write(stray, "mine").unwrap();
    }
    fs::create_dir(root.join("blobs/00/folder")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", file_in(root, &Address::of(b"link"))).unwrap();

    let store = Store::open(&Config::local(root)).await.unwrap();
    assert_eq!(fs::read_dir(root.join("incoming")).unwrap().count(), 0);
    assert_eq!(store.usage().blobs, 1);
    assert_eq!(store.get(&address).await.unwrap(), "whole");
    assert_eq!(store.size(&Address::of(b"link")), None);
    assert!(stray.exists());
    // What was copied in while it was closed counts, once its bytes are right.
    drop(store);
    fs::write(file_in(root, &Address::of(b"by hand")), "by hand").unwrap();
    let store = Store::open(&Config::local(root)).await.unwrap();
    assert_eq!(store.get(&Address::of(b"by hand")).await.unwrap(), "by hand");
}

#[tokio::test]
async fn a_directory_should_belong_to_one_store_at_a_time() {
    let kept = Kept::new().await;
    let config = Config::local(kept.directory.path());
    let error = Store::open(&config).await.err().unwrap();
    assert!(matches!(error, Error::InUse { .. }), "{error}");
    let Kept { store, directory: _directory } = kept;
    drop(store);
    Store::open(&config).await.unwrap();
}

#[test]
fn any_part_of_any_blob_should_be_those_bytes() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let kept = runtime.block_on(Kept::new());
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) };
    let inputs = (0..4 * CHUNK, any::<[prop::sample::Index; 2]>(), 1..2 * CHUNK, any::<u8>());
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let part = |(len, ends, piece, seed): (usize, [prop::sample::Index; 2], usize, u8)| {
        let bytes = some_bytes(seed.into(), len);
        let address = Address::of(&bytes);
        let mut ends = ends.map(|end| end.index(len + 1));
        ends.sort();
        let [from, to] = ends;
        runtime.block_on(async {
            let stream = stream::iter(pieces(&bytes, piece));
            kept.store.put_stream("a test", &address, len as u64, stream).await.unwrap();
            let blob = kept.store.blob(&address).await.unwrap();
            let parts = blob.stream(from as u64..to as u64).unwrap();
            let parts: Vec<_> = parts.map(Result::unwrap).collect().await;
            assert_eq!(parts.concat(), bytes[from..to]);
            assert!(blob.stream(0..len as u64 + 1).is_err());
        });
        Ok(())
    };
    runner.run(&inputs, part).unwrap();
}
