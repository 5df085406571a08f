//! Doubles of what is around the pallet. All that they keep in mind is in storage, so that a refused call
//! undoes it.

use super::*;

/// An offer of a server.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Offer {
    pub price: Balance,
    pub latency: BlockNumber,
    pub capacity: u32,
    pub taken: u32,
}

/// A model that is served.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Model {
    pub owner: AccountId,
    pub royalty: Permill,
    pub attested: bool,
    pub may_slash: bool,
    pub open: bool,
    pub claim: Claim,
}

/// A panel that was called.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Case {
    pub kind: Kind,
    pub subject: Subject,
    pub excluded: Vec<AccountId>,
    pub payer: AccountId,
    pub reward: Balance,
    pub ticket: Balance,
    pub concluded: bool,
    /// Those who gave the verdict and answer for it.
    pub tickets: Vec<(AccountId, Balance)>,
}

parameter_types! {
    /// Bond and what of it is locked, by operator. The money itself is on one account.
    pub storage Bonds: BTreeMap<AccountId, (Balance, Balance)> = Default::default();
    pub storage Offers: BTreeMap<(ModelHash, AccountId), Offer> = Default::default();
    pub storage Served: BTreeMap<ModelHash, Model> = Default::default();
    pub storage Cases: Vec<Case> = Default::default();
    /// Whether there are enough verifiers for a panel.
    pub storage Callable: bool = true;
    pub storage Seen: Hash = Hash::zero();
    /// Taken of tickets, and what was handed on of that and of anything else.
    pub storage Taken: Balance = 0;
    pub storage HandedOn: Balance = 0;
    /// What is told of requests that were settled.
    pub storage Told: Vec<(AccountId, ModelHash, Balance)> = Default::default();
    pub static Tuned: Rules = rules();
    pub static Full: Weight = Weight::zero();
    /// Whose offers are gone with the next slot that they give back.
    pub static Leaving: Vec<AccountId> = vec![];
    /// What that weighs more.
    pub static Gone: Weight = Weight::zero();
    /// What candles there are, made into an input.
    pub static Feed: Result<Vec<u8>, Unfit> = Err(Unfit::NoSuchFeed);
    /// What a block gives to what is due: each entry of the agenda weighs one.
    pub static Share: Weight = Weight::from_parts(1_000_000, 0);
}

pub fn change<S, R>(get: fn() -> S, set: fn(&S), with: impl FnOnce(&mut S) -> R) -> R {
    let mut value = get();
    let answer = with(&mut value);
    set(&value);
    answer
}

pub struct Book;

impl Tickets<AccountId> for Book {
    type Slashed = CreditOf<Test>;

    fn lockable(operator: &AccountId, _: Role) -> Balance {
        Bonds::get().get(operator).map_or(0, |(bond, locked)| bond - locked)
    }
    fn lock(
        operator: &AccountId,
        role: Role,
        amount: Balance,
    ) -> Result<Ticket<AccountId>, DispatchError> {
        if Self::lockable(operator, role) < amount {
            return Err(DispatchError::Other("the bond is too small"));
        }
        change(Bonds::get, Bonds::set, |all| all.get_mut(operator).unwrap().1 += amount);
        Ok(Ticket { operator: *operator, amount })
    }
    fn release(ticket: Ticket<AccountId>) {
        change(Bonds::get, Bonds::set, |all| {
            all.get_mut(&ticket.operator).unwrap().1 -= ticket.amount;
        });
    }
    fn slash(ticket: Ticket<AccountId>, amount: Balance) -> CreditOf<Test> {
        assert!(amount <= ticket.amount, "more is taken than was at stake");
        change(Bonds::get, Bonds::set, |all| {
            let (bond, locked) = all.get_mut(&ticket.operator).unwrap();
            *locked -= ticket.amount;
            *bond -= amount;
        });
        Taken::set(&(Taken::get() + amount));
        let (exact, keep) = (Precision::Exact, Preservation::Preserve);
        Balances::withdraw(&BONDS, amount, exact, keep, Fortitude::Polite).unwrap()
    }
}

pub struct Market;

impl Servers<AccountId> for Market {
    fn served(model: &ModelHash) -> Option<opg_primitives::models::Served<AccountId>> {
        let Model { owner, royalty, attested, may_slash, open, claim } =
            Served::get().remove(model)?;
        let class = claim.class;
        Some(opg_primitives::models::Served { owner, royalty, class, attested, may_slash, open })
    }
    fn claim(model: &ModelHash) -> Option<Claim> {
        Served::get().remove(model).map(|model| model.claim)
    }
    fn has_free(model: &ModelHash) -> bool {
        let mut offers = Offers::get().into_iter();
        offers.any(|((of, _), offer)| of == *model && offer.taken < offer.capacity)
    }
    fn free(model: &ModelHash, count: u32) -> Vec<(AccountId, Ask, Perbill)> {
        let offers = Offers::get().into_iter().filter(|((of, _), _)| of == model);
        let offers: Vec<_> = offers.map(|((_, who), offer)| (who, offer)).collect();
        let taken: u32 = offers.iter().map(|(_, offer)| offer.taken).sum();
        let capacity: u32 = offers.iter().map(|(_, offer)| offer.capacity).sum();
        let busy = Perbill::from_rational(taken, capacity);
        let free = offers.into_iter().filter(|(_, offer)| offer.taken < offer.capacity);
        let asks = |offer: Offer| Ask { price: offer.price, latency: offer.latency };
        free.map(|(who, offer)| (who, asks(offer), busy)).take(count as usize).collect()
    }
    fn take(
        model: &ModelHash,
        seed: Hash,
        tries: u32,
        mut suits: impl FnMut(&AccountId, &Ask, Perbill) -> bool,
    ) -> Option<(AccountId, Ask)> {
        Served::get().get(model).filter(|model| model.open)?;
        let mut free = Self::free(model, u32::MAX);
        free.sort_by_key(|(who, ..)| (seed, who).using_encoded(blake2_256));
        for (who, ask, busy) in free.into_iter().take(tries as usize) {
            if suits(&who, &ask, busy) {
                change(Offers::get, Offers::set, |all| {
                    all.get_mut(&(*model, who)).unwrap().taken += 1;
                });
                return Some((who, ask));
            }
        }
        None
    }
    fn give_back(model: &ModelHash, operator: &AccountId) -> bool {
        change(Offers::get, Offers::set, |all| {
            let offer = all.get_mut(&(*model, *operator)).expect("it offered that");
            offer.taken = offer.taken.checked_sub(1).expect("a slot is given back once");
        });
        Leaving::get().contains(operator)
    }
    fn leaving() -> Weight {
        Gone::get()
    }
}

pub fn size(kind: Kind) -> u64 {
    match kind {
        Kind::Jury => 5,
        Kind::Appeal => 21,
        _ => 1,
    }
}

pub struct Drawn;

impl Panels<AccountId> for Drawn {
    type Slashed = CreditOf<Test>;

    fn open(terms: Terms<AccountId>) -> Result<CaseId, DispatchError> {
        if !Callable::get() {
            return Err(DispatchError::Other("there are too few verifiers"));
        }
        let Terms { kind, subject, excluded, payer, stakes: Stakes { reward, ticket }, .. } = terms;
        let excluded = excluded.into_inner();
        Balances::transfer(&payer, &POT, Self::cost(kind, reward), Preservation::Preserve)
            .map_err(|_| Error::<Test>::NotEnoughFree)?;
        let (concluded, tickets) = (false, vec![]);
        change(Cases::get, Cases::set, |all| {
            all.push(Case { kind, subject, excluded, payer, reward, ticket, concluded, tickets });
            Ok(all.len() as CaseId)
        })
    }
    fn usual() -> Stakes {
        Stakes { reward: OPG, ticket: 10 * OPG }
    }
    fn cost(kind: Kind, reward: Balance) -> Balance {
        reward * Balance::from(size(kind))
    }
    fn verifiers() -> u32 {
        60
    }
    fn members(kind: Kind) -> u32 {
        size(kind) as u32
    }
    fn overturn(case: CaseId) -> CreditOf<Test> {
        let tickets = of_case(case, |case| std::mem::take(&mut case.tickets));
        let mut taken = CreditOf::<Test>::default();
        for (operator, amount) in tickets {
            taken = taken.merge(Book::slash(Ticket { operator, amount }, amount));
        }
        taken
    }
}

fn of_case<R>(id: CaseId, with: impl FnOnce(&mut Case) -> R) -> R {
    change(Cases::get, Cases::set, |all| with(&mut all[id as usize - 1]))
}

pub fn the_case(id: CaseId) -> Case {
    Cases::get()[id as usize - 1].clone()
}

/// Who sits on it.
pub fn members(id: CaseId) -> Vec<AccountId> {
    let case = the_case(id);
    // Another part of all for each case, so that panels differ.
    let first = FIRST_JUROR + id % 3 * 7;
    let all = (first..LAST_JUROR).chain(FIRST_JUROR..first);
    all.filter(|who| !case.excluded.contains(who)).take(size(case.kind) as usize).collect()
}

/// A case ends: all of its members said this, or nothing.
pub fn conclude(id: CaseId, verdict: Option<Verdict>) {
    let case = the_case(id);
    assert!(!case.concluded, "a case ends once");
    let members = members(id);
    let mut paid = 0;
    let mut tickets = vec![];
    if let Some(verdict) = verdict {
        assert!(Inference::accepts(&case.subject, &verdict), "{verdict:?} is no verdict");
        if Inference::earns(&case.subject, Some(&verdict)) {
            for who in &members {
                Balances::transfer(&POT, who, case.reward, Preservation::Preserve).unwrap();
                paid += case.reward;
            }
        }
        if Inference::matters(&case.subject, &verdict) {
            for who in &members {
                let ticket = Book::lock(who, Role::Verifier, case.ticket);
                tickets.extend(ticket.map(|ticket| (ticket.operator, ticket.amount)));
            }
        }
    }
    let left = Drawn::cost(case.kind, case.reward) - paid;
    Balances::transfer(&POT, &case.payer, left, Preservation::Preserve).unwrap();
    of_case(id, |case| {
        case.concluded = true;
        case.tickets = tickets;
    });
    let said = members.into_iter().map(|who| (who, verdict)).collect();
    Inference::concluded(id, case.subject, Outcome { verdict, said, paid });
}

/// Verifiers whose verdict nobody doubts are free.
pub fn free_verifiers() {
    let cases = Cases::get();
    for (id, case) in (1..).zip(&cases) {
        if !case.tickets.is_empty() && !Inference::doubts(id, &case.subject) {
            of_case(id, |case| std::mem::take(&mut case.tickets))
                .into_iter()
                .for_each(|(operator, amount)| Book::release(Ticket { operator, amount }));
        }
    }
}

/// Takes proofs that are the hash of what they are made for, of what is asked and of what is answered.
pub struct Hashes;

pub fn proof_of(context: &[u8; 32], inputs: &[u8], outputs: &[u8]) -> Vec<u8> {
    (context, inputs, outputs).using_encoded(blake2_256).to_vec()
}

impl proofs::Verifier for Hashes {
    fn verify(batch: &Batch) -> Result<(), Refusal> {
        for (index, claim) in batch.claims.iter().enumerate() {
            let known = batch.keys.get(usize::from(claim.key)).is_some();
            let proof = proof_of(&claim.context, &claim.inputs, &claim.outputs);
            if !known || claim.proof.to_vec() != proof {
                return Err(Rule::False.by(index));
            }
        }
        Ok(())
    }
    fn weight(_: Declared) -> Weight {
        Weight::zero()
    }
}

pub struct Operators;
impl OperatorRoles<AccountId> for Operators {
    fn roles(who: &AccountId) -> Roles {
        let verifies = [CAT, DAN].contains(who) || (FIRST_JUROR..LAST_JUROR).contains(who);
        let runs = SERVERS.contains(who);
        let roles = verifies.then_some(Role::Verifier).into_iter();
        Roles::of(roles.chain(runs.then_some(Role::Inference)))
    }
}

/// What the block before gives.
pub struct Parent;
impl Randomness<Hash, u64> for Parent {
    fn random(subject: &[u8]) -> (Hash, u64) {
        let parent = System::block_number() - 1;
        ((subject, parent, Seen::get()).using_encoded(blake2_256).into(), parent)
    }
}

pub struct ToTreasury;
impl OnUnbalanced<CreditOf<Test>> for ToTreasury {
    fn on_nonzero_unbalanced(credit: CreditOf<Test>) {
        HandedOn::set(&(HandedOn::get() + credit.peek()));
        Balances::resolve(&TREASURY, credit).unwrap();
    }
}

pub struct Candles;
impl Feeds for Candles {
    fn value(_: opg_primitives::feeds::FeedId) -> Result<Answer, Unfit> {
        Err(Unfit::NoSuchFeed)
    }
    fn tensor(window: &Window) -> Result<Vec<u8>, Unfit> {
        window.check()?;
        Feed::get()
    }
    fn weight(candles: u16) -> Weight {
        Weight::from_parts(candles.into(), 0)
    }
}

pub struct Listener;
impl OnSettled<AccountId> for Listener {
    fn settled(requester: &AccountId, model: &ModelHash, price: Balance) {
        change(Told::get, Told::set, |told| told.push((*requester, *model, price)));
    }
    fn weight() -> Weight {
        Weight::zero()
    }
}

/// What comes up on the agenda weighs one, and one more if a request ends otherwise than by its time;
/// everything else nothing.
pub struct Each;

macro_rules! weights {
    ($weight:expr; $($name:ident($($arg:ident),*))*) => {
        $(fn $name($($arg: u32),*) -> Weight {
            $(let _ = $arg;)*
            Weight::from_parts($weight, 0)
        })*
    };
}

impl WeightInfo for Each {
    weights! {
        0;
        request(a, b) request_quorum(a, b) submit_answers(a, b) decline() commit_answers(a)
        reveal_answers(a, b) prove_answers(a) challenge() appeal() pay_out() note_full() slot(a)
        place() check() check_request() compare(a) place_order(a) cancel_order() resume_order() run_ended()
    }
    weights! {
        1; count() look() retry() audit() settle() settle_and_pay_out() convict() forget(a)
        standing_run(a, b) end_order() forget_order(a)
    }
}
