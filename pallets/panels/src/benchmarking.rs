//! What calls and steps cost at their worst: large panels drawn from ten thousand verifiers, each from a
//! page of its own, after as many who could not sit.

use super::*;
use crate::docket::Docket;
use alloc::vec::Vec;
use opg_primitives::{
    agenda::{self, Slots, PAGE},
    panels::{commitment, Excluded, Panels, Terms, MAX_EXCLUDED},
    stake::{OnOperator, Role, Roles},
    urn::{Pages, WIDTH},
};
use polkadot_sdk::{
    frame_benchmarking::v2::*,
    frame_support::{traits::Get, weights::WeightMeter, BoundedVec},
    frame_system::{pallet_prelude::BlockNumberFor, RawOrigin},
};

/// What benchmarks need of the runtime.
pub trait BenchmarkHelper<AccountId> {
    /// Makes an account a verifier with so many times the least bond, which has all other roles, too, whose rank
    /// changes when it loses anything, and a seat at once: see [`make_changes`].
    fn verifier(who: &AccountId, times: u32);
    /// Something that cases may be about, of which a client knows.
    fn subject() -> Subject;
    /// Gives an account money.
    fn fund(who: &AccountId);
}

const VERDICT: Verdict = Hash::repeat_byte(7);
const SALT: Salt = [9; 32];
/// Verifiers that there are in all.
const ALL: u32 = 10_000;
/// Busy ones for each to be drawn.
const BUSY: u32 = lots::LOOKS - 1;
/// Verifiers against whom drawing from all is measured, and how many are drawn.
const FEW: u32 = 10;
const SEVEN: u32 = 7;

fn set_block<T: Config>(at: BlockNumber) {
    frame_system::Pallet::<T>::set_block_number(BlockNumberFor::<T>::from(at));
}

/// Makes all changes of seats that wait, whenever they are due.
pub fn make_changes<T: Config>() {
    let now = Pallet::<T>::now();
    set_block::<T>(BlockNumber::MAX);
    Pallet::<T>::make_changes(&mut WeightMeter::new());
    set_block::<T>(now);
}

/// So many to be drawn, after as many as are looked at for each who are drawn before them but have no time,
/// all of them first on their pages, which are as long as pages can be. Nobody else is ever drawn.
fn verifiers<T: Config>(count: u32) {
    for index in 0..count {
        for nth in 0..BUSY {
            let busy: T::AccountId = account("busy", index, nth);
            Duties::<T>::insert(&busy, full_duties::<T>());
            next_page::<T>();
            T::BenchmarkHelper::verifier(&busy, 10_000);
        }
        next_page::<T>();
        T::BenchmarkHelper::verifier(&account("verifier", index, 0), 1);
    }
    let lot = lots::Lot::<T>::new();
    let all = Verifiers::<T>::get().max(ALL);
    let pages = 0..all.div_ceil(WIDTH);
    for number in pages.clone() {
        let first = lot.page(number).at(0);
        let rest = (1..WIDTH).map(|_| 0);
        lot.set_page(number, &[first].into_iter().chain(rest).collect());
    }
    lot.set_root(&pages.map(|number| lot.page(number).sum()).collect());
    Verifiers::<T>::put(all);
    sit_last::<T>();
}

/// The last seats are idle ones: whoever gives its seat up leaves it to one of them.
fn sit_last<T: Config>() {
    let first = Verifiers::<T>::get();
    let end = first.saturating_add(MAX_MEMBERS);
    for place in first..end {
        sit_idle::<T>(account("last", place, 0), place);
    }
    Verifiers::<T>::put(end);
}

/// Gives someone a seat that is never drawn.
fn sit_idle<T: Config>(who: T::AccountId, place: Place) {
    Seats::<T>::insert(&who, Seat { place, weight: 0 });
    Seated::<T>::insert(place, who);
}

/// Leaves the rest of the page free, so that the next verifier comes first on the next one.
fn next_page<T: Config>() {
    let place = Verifiers::<T>::get().div_ceil(WIDTH).saturating_mul(WIDTH);
    Verifiers::<T>::put(place);
}

/// So many parties to keep off a panel, each with a seat on a page of its own.
fn parties<T: Config>(count: u32) -> Excluded<T::AccountId> {
    let all = (0..count).map(|index| {
        let who: T::AccountId = account("party", index, 0);
        sit_idle::<T>(who.clone(), index.saturating_mul(WIDTH).saturating_add(1));
        who
    });
    Excluded::truncate_from(all.collect())
}

fn full_duties<T: Config>() -> BoundedVec<CaseId, T::MaxDuties> {
    let many = (0..T::MaxDuties::get()).map(|duty| CaseId::MAX.saturating_sub(duty.into()));
    BoundedVec::truncate_from(many.collect())
}

/// A case for `members`, yet to be drawn, with so many parties.
fn opened<T: Config>(members: u32, excluded: u32) -> Result<(CaseId, CaseOf<T>), BenchmarkError> {
    set_block::<T>(10);
    verifiers::<T>(members);
    open::<T>(members, excluded)
}

fn open<T: Config>(members: u32, excluded: u32) -> Result<(CaseId, CaseOf<T>), BenchmarkError> {
    Sizes::<T>::insert(
        Kind::Attestation,
        PanelSize { members, threshold: members, commit: 20, reveal: 20 },
    );
    let payer: T::AccountId = account("payer", 0, 0);
    T::BenchmarkHelper::fund(&payer);
    let id = Pallet::<T>::open(Terms {
        kind: Kind::Attestation,
        subject: T::BenchmarkHelper::subject(),
        excluded: parties::<T>(excluded),
        payer,
        stakes: Pallet::<T>::usual(),
        answerable: 1_000,
    })?;
    Ok((id, Cases::<T>::get(id).ok_or("it was opened")?))
}

/// The same with its members drawn.
fn drawn<T: Config>(members: u32, excluded: u32) -> Result<(CaseId, CaseOf<T>), BenchmarkError> {
    let (id, case) = opened::<T>(members, excluded)?;
    set_block::<T>(case.due());
    Pallet::<T>::do_step(id);
    let case = Cases::<T>::get(id).ok_or("it is open")?;
    assert_eq!(case.members.len() as u32, members, "all places are filled");
    Ok((id, case))
}

/// The same when all but the last `missing` have committed.
fn committed<T: Config>(
    members: u32,
    missing: u32,
) -> Result<(CaseId, Vec<T::AccountId>), BenchmarkError> {
    let (id, case) = drawn::<T>(members, MAX_EXCLUDED)?;
    let all: Vec<_> = case.members.iter().map(|member| member.account.clone()).collect();
    for who in all.iter().take(members.saturating_sub(missing) as usize) {
        Pallet::<T>::do_commit(id, who, commitment(id, who, &SALT, &VERDICT))?;
    }
    Ok((id, all))
}

/// As many salts as are remembered.
fn remember_salts<T: Config>(who: &T::AccountId) {
    let salts = (0..REMEMBERED_SALTS).map(|salt| [salt as u8; 32]).filter(|salt| *salt != SALT);
    Salts::<T>::insert(who, BoundedVec::truncate_from(salts.collect()));
}

/// Has a case that was just opened be drawn, all its members be silent, and all who replace them give this
/// verdict. Blocks go by.
pub fn give_verdict<T: Config>(id: CaseId, verdict: Verdict) -> Result<(), BenchmarkError> {
    let case = Cases::<T>::get(id).ok_or("it was opened")?;
    set_block::<T>(case.due());
    Pallet::<T>::do_step(id);
    let case = Cases::<T>::get(id).ok_or("it is drawn")?;
    set_block::<T>(case.due());
    Pallet::<T>::do_step(id);
    let case = Cases::<T>::get(id).ok_or("its members are replaced")?;
    let speaks = |member: &&Member<T::AccountId>| member.standing == Standing::Drawn;
    for member in case.members.iter().filter(speaks) {
        let hash = commitment(id, &member.account, &SALT, &verdict);
        Pallet::<T>::do_commit(id, &member.account, hash)?;
    }
    for member in case.members.iter().filter(speaks) {
        Salts::<T>::remove(&member.account);
        Pallet::<T>::do_reveal(id, &member.account, SALT, verdict)?;
    }
    Ok(())
}

/// A case for seven, to be drawn from so many verifiers of equal bond, all of whom have time.
fn opened_among<T: Config>(count: u32) -> Result<(CaseId, CaseOf<T>), BenchmarkError> {
    set_block::<T>(10);
    // As many operators in all: a chain with more state is slower, whoever it belongs to.
    for index in 0..ALL {
        let who: T::AccountId = account("verifier", index, 0);
        T::BenchmarkHelper::verifier(&who, 1);
        if index >= count {
            Pallet::<T>::changed(&who, Roles::NONE, 0);
            make_changes::<T>();
        }
    }
    open::<T>(SEVEN, 0)
}

#[benchmarks]
mod benches {
    use super::*;

    #[benchmark]
    fn stir() {
        let before = Entropy::<T>::get();

        #[block]
        {
            Pallet::<T>::stir();
        }

        assert_ne!(Entropy::<T>::get(), before);
    }

    #[benchmark]
    fn commit() -> Result<(), BenchmarkError> {
        let (id, members) = committed::<T>(MAX_MEMBERS, 1)?;
        let last = members.last().cloned().ok_or("there are members")?;
        let hash = commitment(id, &last, &SALT, &VERDICT);

        #[extrinsic_call]
        _(RawOrigin::Signed(last), id, hash);

        let case = Cases::<T>::get(id).ok_or("it is open")?;
        assert!(matches!(case.phase, Phase::Revealing { .. }));
        Ok(())
    }

    #[benchmark]
    fn reveal() -> Result<(), BenchmarkError> {
        let (id, members) = committed::<T>(MAX_MEMBERS, 0)?;
        let first = members.first().cloned().ok_or("there are members")?;
        remember_salts::<T>(&first);

        #[extrinsic_call]
        _(RawOrigin::Signed(first), id, SALT, VERDICT);

        let case = Cases::<T>::get(id).ok_or("it is open")?;
        assert!(case.members.iter().any(|member| member.said() == Some(VERDICT)));
        Ok(())
    }

    /// Of all that is looked at, a verdict takes the most.
    #[benchmark]
    fn check() -> Result<(), BenchmarkError> {
        let (id, members) = committed::<T>(MAX_MEMBERS, 0)?;
        let last = members.last().ok_or("there are members")?;
        remember_salts::<T>(last);

        let answer;
        #[block]
        {
            answer = Pallet::<T>::may_reveal(id, last, &SALT, VERDICT);
        }

        assert!(answer.is_ok());
        Ok(())
    }

    #[benchmark]
    fn draw(n: Linear<1, MAX_MEMBERS>, e: Linear<0, MAX_EXCLUDED>) -> Result<(), BenchmarkError> {
        let (id, case) = opened::<T>(n, e)?;
        set_block::<T>(case.due());

        #[block]
        {
            Pallet::<T>::do_step(id);
        }

        let case = Cases::<T>::get(id).ok_or("it is open")?;
        assert_eq!(case.members.len() as u32, n);
        Ok(())
    }

    #[benchmark]
    fn replace(
        n: Linear<1, MAX_MEMBERS>,
        e: Linear<0, MAX_EXCLUDED>,
    ) -> Result<(), BenchmarkError> {
        let (id, case) = drawn::<T>(n, e)?;
        // One more for each place, after those who are busy.
        for index in 0..n {
            next_page::<T>();
            T::BenchmarkHelper::verifier(&account("other", index, 0), 1);
        }
        sit_last::<T>();
        set_block::<T>(case.due());

        #[block]
        {
            Pallet::<T>::do_step(id);
        }

        let case = Cases::<T>::get(id).ok_or("it is open")?;
        assert_eq!(case.members.len() as u32, n.saturating_mul(2));
        Ok(())
    }

    #[benchmark]
    fn conclude(n: Linear<1, MAX_MEMBERS>) -> Result<(), BenchmarkError> {
        let (id, members) = committed::<T>(n, 0)?;
        let mut case = Cases::<T>::get(id).ok_or("it is open")?;
        for who in &members {
            case.reveal(id, who, &SALT, VERDICT, Pallet::<T>::now()).map_err(|_| "they may")?;
            Duties::<T>::insert(who, {
                let mut duties = full_duties::<T>();
                duties.pop();
                duties.force_push(id);
                duties
            });
        }
        // All tickets are given back at once.
        case.answerable = 0;

        #[block]
        {
            Pallet::<T>::conclude(id, case);
        }

        assert!(!Cases::<T>::contains_key(id));
        Ok(())
    }

    #[benchmark]
    fn close(n: Linear<1, MAX_MEMBERS>) -> Result<(), BenchmarkError> {
        let (id, members) = committed::<T>(n, 0)?;
        let mut case = Cases::<T>::get(id).ok_or("it is open")?;
        for who in members {
            case.reveal(id, &who, &SALT, VERDICT, Pallet::<T>::now()).map_err(|_| "they may")?;
        }
        case.phase = Phase::Answering { until: 1_000, verdict: VERDICT };
        Cases::<T>::insert(id, case);
        set_block::<T>(1_000);

        #[block]
        {
            Pallet::<T>::do_step(id);
        }

        assert!(!Cases::<T>::contains_key(id));
        Ok(())
    }

    #[benchmark]
    fn look() -> Result<(), BenchmarkError> {
        let (id, case) = drawn::<T>(MAX_MEMBERS, MAX_EXCLUDED)?;
        set_block::<T>(case.due());
        // As many members as a case can have.
        Pallet::<T>::do_step(id);

        #[block]
        {
            Pallet::<T>::do_step(id);
        }

        Ok(())
    }

    #[benchmark]
    fn slot(n: Linear<1, PAGE>) {
        for entry in 0..n {
            Docket::<T>::push(5, entry.into()).expect("there is room");
        }

        #[block]
        {
            let entries = Docket::<T>::take(5);
            Docket::<T>::put(5, entries);
            let _ = Docket::<T>::first();
            Docket::<T>::set_first(5);
        }
    }

    #[benchmark]
    fn place() {
        for entry in 1..PAGE {
            Docket::<T>::push(5, entry.into()).expect("there is room");
        }
        let placed;
        #[block]
        {
            placed = agenda::schedule::<Docket<T>>(1, 5, 1);
        }
        assert_eq!(placed, Ok(5));
    }

    #[benchmark]
    fn line() {
        set_block::<T>(10);
        Pallet::<T>::changed(&account("verifier", 0, 0), Roles::of([Role::Verifier]), Balance::MAX);

        #[block]
        {
            Pallet::<T>::make_changes(&mut WeightMeter::new());
        }

        assert_eq!(LineOfChanges::<T>::get().first, 0);
    }

    /// One gives its seat up, and the last one moves there from another page.
    #[benchmark]
    fn change() {
        set_block::<T>(10);
        verifiers::<T>(1);
        let who = account("verifier", 0, 0);
        remember_salts::<T>(&who);
        Pallet::<T>::changed(&who, Roles::NONE, 0);
        set_block::<T>(T::DrawDelay::get().saturating_add(10));

        #[block]
        {
            Pallet::<T>::make_changes(&mut WeightMeter::new());
        }

        assert!(!Seats::<T>::contains_key(&who));
        assert!(!Salts::<T>::contains_key(&who));
    }

    /// Drawing seven from ten verifiers: not part of any weight, but to be held against the next one.
    #[benchmark(extra)]
    fn draw_from_few() -> Result<(), BenchmarkError> {
        let (id, case) = opened_among::<T>(FEW)?;
        set_block::<T>(case.due());

        #[block]
        {
            Pallet::<T>::do_step(id);
        }

        let case = Cases::<T>::get(id).ok_or("it is open")?;
        assert_eq!(case.members.len() as u32, SEVEN);
        Ok(())
    }

    /// The same from ten thousand.
    #[benchmark(extra)]
    fn draw_from_many() -> Result<(), BenchmarkError> {
        let (id, case) = opened_among::<T>(ALL)?;
        set_block::<T>(case.due());

        #[block]
        {
            Pallet::<T>::do_step(id);
        }

        let case = Cases::<T>::get(id).ok_or("it is open")?;
        assert_eq!(case.members.len() as u32, SEVEN);
        Ok(())
    }
}
