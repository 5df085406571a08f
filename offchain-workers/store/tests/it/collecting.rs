//! Making room, while others read and write.

use crate::common::{count, some_bytes, Kept, CHUNK};
use futures::{future::join_all, StreamExt};
use opg_store::{Address, Collect, Collected};
use std::{
    collections::HashSet,
    fs::{self, File},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, SystemTime},
};

/// All that can go.
const ALL: Collect = Collect { until_bytes: 0, until_blobs: 0, unused_for: Duration::ZERO };

fn nothing(_: &Address) -> bool {
    false
}

/// Blobs of a hundred bytes, the first used longest ago.
async fn with_blobs(number: u64) -> (Kept, Vec<Address>) {
    let kept = Kept::new().await;
    let mut addresses = Vec::new();
    for seed in 0..number {
        let address = kept.store.put(some_bytes(seed, 100)).await.unwrap().address;
        let hours = Duration::from_secs(3600 * (number - seed));
        let file = File::open(kept.file(&address)).unwrap();
        file.set_modified(SystemTime::now() - hours).unwrap();
        addresses.push(address);
    }
    (kept.reopened().await, addresses)
}

fn here(kept: &Kept, addresses: &[Address]) -> Vec<bool> {
    let here: Vec<_> = addresses.iter().map(|address| kept.store.size(address).is_some()).collect();
    let files: Vec<_> = addresses.iter().map(|address| kept.file(address).exists()).collect();
    assert_eq!(here, files);
    here
}

#[tokio::test]
async fn what_was_unused_for_longest_should_go_first_and_no_more_than_needed() {
    let (kept, addresses) = with_blobs(5).await;
    let by_bytes = Collect { until_bytes: 350, until_blobs: 5, ..ALL };
    let collected = kept.store.collect(by_bytes, nothing).await.unwrap();
    assert_eq!(collected, Collected { blobs: 2, bytes: 200, failed: 0 });
    assert_eq!(here(&kept, &addresses), [false, false, true, true, true]);
    assert_eq!(count(&kept.store.stats().collected_bytes), 200);

    // Reading is use.
    kept.store.get(&addresses[2]).await.unwrap();
    let by_number = Collect { until_bytes: 350, until_blobs: 2, ..ALL };
    kept.store.collect(by_number, nothing).await.unwrap();
    assert_eq!(here(&kept, &addresses), [false, false, true, false, true]);
}

#[tokio::test]
async fn use_should_be_remembered_across_a_restart() {
    let (kept, addresses) = with_blobs(3).await;
    kept.store.get(&addresses[0]).await.unwrap();
    let kept = kept.reopened().await;
    let until = Collect { until_bytes: 100, until_blobs: 1, ..ALL };
    kept.store.collect(until, nothing).await.unwrap();
    assert_eq!(here(&kept, &addresses), [true, false, false]);
}

#[tokio::test]
async fn what_is_needed_should_stay() {
    let (kept, addresses) = with_blobs(5).await;
    let wanted = HashSet::from([addresses[0]]);
    assert!(kept.store.pin(addresses[1]) && !kept.store.pin(addresses[1]));
    let held = kept.store.local_path(&addresses[2]).await.unwrap();
    kept.store.collect(ALL, |address| wanted.contains(address)).await.unwrap();
    assert_eq!(here(&kept, &addresses), [true, true, true, false, false]);

    let clone = held.clone();
    drop(held);
    kept.store.collect(ALL, nothing).await.unwrap();
    assert_eq!(here(&kept, &addresses), [false, true, true, false, false]);
    drop(clone);
    assert!(kept.store.unpin(&addresses[1]) && !kept.store.unpin(&addresses[1]));
    kept.store.collect(ALL, nothing).await.unwrap();
    assert_eq!(here(&kept, &addresses), [false; 5]);
    assert_eq!(kept.store.usage(), Default::default());
}

#[tokio::test]
async fn what_was_used_of_late_should_stay() {
    let (kept, addresses) = with_blobs(4).await;
    let hours = Duration::from_secs(3600);
    let old = Collect { unused_for: hours * 5 / 2, ..ALL };
    kept.store.collect(old, nothing).await.unwrap();
    assert_eq!(here(&kept, &addresses), [false, false, true, true]);
    // Longer than there are files.
    let ancient = Collect { unused_for: Duration::MAX, ..ALL };
    kept.store.collect(ancient, nothing).await.unwrap();
    assert_eq!(here(&kept, &addresses), [false, false, true, true]);
}

#[tokio::test]
async fn what_was_put_aside_should_go() {
    let (kept, addresses) = with_blobs(2).await;
    kept.overwrite(&addresses[0], b"wrong");
    assert!(kept.store.get(&addresses[0]).await.is_err());
    assert_eq!(kept.files_in("bad"), 1);
    kept.store
        .collect(Collect { until_bytes: 1000, until_blobs: 10, ..ALL }, nothing)
        .await
        .unwrap();
    assert_eq!(kept.files_in("bad"), 0);
    assert_eq!(here(&kept, &addresses), [false, true]);
}

#[tokio::test]
async fn a_file_that_cannot_be_deleted_should_be_counted_and_stay_known() {
    let (kept, addresses) = with_blobs(2).await;
    // A folder in its place cannot be deleted as a file.
    fs::remove_file(kept.file(&addresses[0])).unwrap();
    fs::create_dir(kept.file(&addresses[0])).unwrap();
    let collected = kept.store.collect(ALL, nothing).await.unwrap();
    assert_eq!(collected, Collected { blobs: 1, bytes: 100, failed: 1 });
    assert_eq!(kept.store.usage().blobs, 1);
}

/// Readers and writers of the same few blobs, against a collector that takes whatever it may: each
/// read is right or finds nothing, what is held stays, and the books are right in the end.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_and_writers_should_not_notice_the_collector() {
    let kept = Kept::new().await;
    let blobs: Vec<_> = (0..6).map(|seed| some_bytes(seed, 2 * CHUNK + seed as usize)).collect();
    let stop = AtomicBool::new(false);
    let collector = async {
        let mut collected = 0;
        while !stop.load(Ordering::Relaxed) {
            collected += kept.store.collect(ALL, nothing).await.unwrap().blobs;
            tokio::task::yield_now().await;
        }
        collected
    };
    let workers = blobs.iter().enumerate().map(|(number, bytes)| {
        let kept = &kept;
        async move {
            let address = Address::of(bytes);
            let mut seen = 0;
            for round in 0..60 {
                if (round + number) % 3 == 0 {
                    kept.store.put(bytes.clone()).await.unwrap();
                }
                let Ok(blob) = kept.store.local_path(&address).await else { continue };
                seen += 1;
                assert!(blob.path().exists());
                let parts: Vec<_> = blob.stream(0..blob.size()).unwrap().collect().await;
                let parts: Vec<_> = parts.into_iter().map(Result::unwrap).collect();
                assert_eq!(&parts.concat(), bytes);
                assert_eq!(&fs::read(blob.path()).unwrap(), bytes, "its file must not go away");
            }
            seen
        }
    });
    let workers = async {
        let seen = join_all(workers).await;
        stop.store(true, Ordering::Relaxed);
        seen
    };
    let (seen, collected) = tokio::join!(workers, collector);
    assert!(seen.iter().sum::<i32>() > 60 && collected > 10, "{seen:?} {collected}");
    let addresses: Vec<_> = blobs.iter().map(|bytes| Address::of(bytes)).collect();
    let left = here(&kept, &addresses).into_iter().filter(|here| *here).count();
    assert_eq!(kept.store.usage().blobs, left as u64);
    kept.store.collect(ALL, nothing).await.unwrap();
    assert_eq!(kept.store.usage(), Default::default());
    assert_eq!((kept.files_in("bad"), kept.files_in("incoming")), (0, 0));
}
