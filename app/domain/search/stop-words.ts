import type { Language } from '#domain/languages'

/**
 * Words that say nothing about what a text asks for: articles, prepositions, pronouns, auxiliaries. Folded. A single
 * letter is none of a text's terms in any case, so elided articles are not listed.
 */
export const stopWords: Record<Language, ReadonlySet<string>> = {
  ar: words(`
    الى ان او اي اذا انه انها اما الا بعد بعض بل بما به بها بهذا بهذه بين تحت تلك ثم حتى حول حيث حين خلال دون ذات ذلك
    سوف ضمن على عليه عليها عن عند عندما غير في فيما فيه فيها قبل قد كان كانت كذلك كل كلا كما كي لا لدى لدي لذلك لكن
    لكي لم لما لن له لها لهذا لهذه لهم ليس ما مثل مع من منه منها منهم نحو هذا هذه هم هما هنا هناك هو هي هولاء وان
    وما ومن وفي وعلى وعن ولا وقد وهو وهي ومع ولم وذلك وهذا وهذه ايضا اجل بشان الذي التي الذين اللذين اللتين اللاتي
    يكون تكون كانوا
  `),
  en: words(`
    about above after again all also am among an and any are as at be because been before being below between both but
    by can could did do does doing down during each else every few for from further had has have having he her here
    hers him his how if in into is it its itself just may me might more most must my nor not of off on once only onto
    or other others otherwise our ours out over own per same shall she should so some such than that the their theirs
    them themselves then there thereby therefore therein thereof these they this those through thus to too toward
    towards under until up upon us very via was we were what when where whereby whether which while who whom whose why
    will with within without would you your
  `),
  es: words(`
    acerca al algo algun alguna algunas alguno algunos ante antes aquel aquella aquellas aquellos asi aun aunque bajo
    cada como con contra cual cuales cuando de del desde donde dos durante el ella ellas ellos en entre era eran es esa
    esas ese eso esos esta estaba estan estar estas este esto estos fin fue fueron ha haber han hacia hasta hay incluso
    la las le les lo los mas me mediante mi muy ni no nos nuestra nuestro o otra otras otro otros para pero por porque
    pues que quien quienes se sea sean segun ser si sido sin sino sobre son su sus tal tales tambien tan tanto te tiene
    tienen toda todas todo todos tras u un una unas uno unos y ya
  `),
  fr: words(`
    afin ainsi alors apres au aucun aucune aussi autre autres aux avant avec avoir ayant car ce ceci cela celle celles
    celui ces cet cette ceux chaque chez ci comme contre dans de depuis des dont du elle elles en entre est et etaient
    etait etant etc ete etre eu eux fait font fut hors il ils jusqu la laquelle le lequel les lesquelles lesquels leur
    leurs lors lorsqu lorsque lui mais me meme memes mes moi moins mon ne ni nos notre nous on ont ou par parmi pas
    pendant peu peut peuvent plus pour puis puisque qu quand que quel quelle quelles quels qui quoi sa sans se selon
    sera seront ses si soi soient soit son sont sous sur ta te tel telle telles tels tous tout toute toutes tres un une
    vers via vos votre vous y
  `),
  ru: words(`
    без более больше был была были было быть в вам вас во вне вот все всего всех всем всеми вы где да для до его ее ей
    ему если есть еще же за здесь и из или им ими иных иные их к как какой ко когда которая которого которое которой
    котором которому которую которые который которым которых ли либо между меня мы на над нам нас не него нее ней нему
    нет ни них но ну о об обо один одна одно однако он она они оно от ото перед по под после при про путем с сам сама
    сами само своего своей своем свои своими своих свою себе себя со так такая такие таких такого такое также такой там
    те тем то тоже того той только том тот ту ты у уже чем что чтобы эта эти этим этих это этого этой этом этот эту я
  `),
  zh: words(`
    的 了 和 与 及 以及 并 并且 或 或者 在 于 对 对于 为 为了 由 从 向 到 以 其 其他 该 这 这些 那 那些 此 之 等 等等 是 有 就 也
    都 而 而且 但 但是 如 如果 因 因为 所 所有 将 把 被 给 使 让 各 每 某 一 一个 一些 不 没有 还 又 更 最 很 中 上 下 内 外 间
    时 后 前 则 即 且 至 自 我们 他们 它们 他 她 它 们 个 项 种 应 应当 可 可以 能 能够 会 要 须 必须
  `),
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/u))
}
