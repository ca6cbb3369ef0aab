/// The commands that stand for a character or a word: names and texts alternating.
///
/// If two names have the same text, the first is written. The lists follow the LaTeX kernel, `textcomp`,
/// `tipa`, `textgreek` and `amssymb`, as biber does when it recodes everything it can.
enum LaTeXSymbols {
  /// Letters; BibTeX takes each as one letter if it is written as `{\ss}`.
  static let letters = """
    ss ß SS ẞ ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł aa å AA Å i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ ij ĳ IJ Ĳ
    ohorn ơ OHORN Ơ uhorn ư UHORN Ư
    """

  /// Characters that are written as a command in the text.
  static let text = """
    textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” quotesinglbase ‚ quotedblbase „
    guillemotleft « guillemotright » guillemetleft « guillemetright » guilsinglleft ‹ guilsinglright › textquotesingle
    ' textquotedbl " textasciigrave ` lq ‘ rq ’ glq ‚ grq ‘ glqq „ grqq “ flq ‹ frq › flqq « frqq » og « fg »
    textendash – textemdash — textellipsis … ldots … dots … textbullet • textperiodcentered · textcentereddot ·
    textbackslash \\ textasciicircum ^ textasciitilde ~ textbraceleft { textbraceright } lbrace { rbrace } textdollar
    $ textunderscore _ textbar | textless < textgreater > textasteriskcentered ∗ textpercent % textampersand &
    textnumbersign # textbardbl ‖ textbrokenbar ¦ textexclamdown ¡ textquestiondown ¿ textinterrobang ‽
    textinterrobangdown ⸘ textasciidieresis ¨ textasciiacute ´ textasciimacron ¯ textasciibreve ˘ textasciicaron ˇ
    textacutedbl ˝ textcopyright © copyright © textregistered ® textcircledP ℗ texttrademark ™ textservicemark ℠
    textcopyleft 🄯 texteuro € euro € EUR € EURtm € textsterling £ pounds £ textcent ¢ textcurrency ¤ textyen ¥ yen ¥
    textflorin ƒ textcolonmonetary ₡ textwon ₩ textnaira ₦ textpeso ₱ textlira ₤ textdong ₫ textguarani ₲ textbaht ฿
    textordfeminine ª textordmasculine º textonesuperior ¹ texttwosuperior ² textthreesuperior ³ textonehalf ½
    textonequarter ¼ textthreequarters ¾ textdegree ° degree ° textcelsius ℃ celsius ℃ textmu µ micro µ textmicro µ
    textmho ℧ textnumero № textperthousand ‰ perthousand ‰ textpertenthousand ‱ textsection § S § textparagraph ¶ P ¶
    textpilcrow ¶ textdagger † dag † textdaggerdbl ‡ ddag ‡ textreferencemark ※ textrecipe ℞ textestimated ℮
    textdiscount ⁒ textfractionsolidus ⁄ textlbrackdbl ⟦ textrbrackdbl ⟧ textlquill ⁅ textrquill ⁆ textpm ± texttimes
    × textdiv ÷ textlnot ¬ textsurd √ textminus − textleftarrow ← textuparrow ↑ textrightarrow → textdownarrow ↓
    textopenbullet ◦ textbigcircle ◯ textmusicalnote ♪ textblank ␢ textvisiblespace ␣ textcrh ħ textcrb ƀ textlongs ſ
    textschwa ə textturna ɐ textscripta ɑ textopeno ɔ textrevepsilon ɜ textesh ʃ textyogh ʒ textglotstop ʔ
    textrevglotstop ʕ texthtb ɓ texthtd ɗ texthtk ƙ textltailn ɲ textrtaild ɖ textctc ɕ textctz ʑ textbeltl ɬ textbari
    ɨ textbaru ʉ textbaro ɵ textinvscr ʁ textscr ʀ textturnm ɯ textturnv ʌ textscy ʏ textscg ɢ textsch ʜ textscl ʟ
    textscn ɴ textfishhookr ɾ textsca ᴀ textprimstress ˈ textsecstress ˌ textlengthmark ː texthalflength ˑ texthvlig ƕ
    textnrleg ƞ textwynn ƿ textbenttailyogh ƺ textrhookrevepsilon ɝ textcloseepsilon ʚ textbabygamma ɤ textdyoghlig ʤ
    textteshlig ʧ textquotestraightbase ‚ textquotestraightdblbase „ textdblhyphen ⸗ textdied ✝ textborn ★ textmarried
    ⚭ textdivorced ⚮ textleaf ❧ checkmark ✓ maltese ✠ Letter ✉ Telefon ☎ male ♂ female ♀ textnobreakspace U+00A0
    nobreakspace U+00A0 nbspace U+00A0 thinspace U+2009 enspace U+2002 quad U+2003 enskip U+2002 textthinspace U+2009
    textcompwordmark U+200C textpipe ǀ textdoublepipe ǁ textdoublebarpipe ǂ
    """

  /// Words that are typeset as logos, and commands that not every LaTeX has, such as Crossref's commands for
  /// symbols; they are read and never written.
  static let words = """
    TeX TeX LaTeX LaTeX LaTeXe LaTeX2e BibTeX BibTeX XeTeX XeTeX XeLaTeX XeLaTeX LuaTeX LuaTeX LuaLaTeX LuaLaTeX
    pdfTeX pdfTeX AmS AMS AmSTeX AMSTeX METAFONT METAFONT MF METAFONT MP METAPOST ConTeXt ConTeXt KOMAScript
    KOMA-Script Cplusplus C++ slash / space U+0020 hyphen - bibrangedash – bibdatedash – bibdash — textohm Ω textlangle ⟨
    textrangle ⟩ omicron ο ohm Ω Omicron Ο Alpha Α Beta Β Epsilon Ε Zeta Ζ Eta Η Iota Ι Kappa Κ Mu Μ Nu Ν Rho Ρ Tau Τ
    Chi Χ minus − degree ° permil ‰ textmalteseH Ħ textmalteseh ħ textHbar Ħ textramshorns ɤ textasciicedilla ¸
    cprime ʹ Cprime ʹ cdprime ʺ Cdprime ʺ lasp ʿ rasp ʾ dbar đ Dbar Đ less < greater > lt < gt > ampersand & mathampersand &
    mathsemicolon ; mathcolon : mathcomma , mathperiod . mathplus + mathminus − mathequal = mathslash / mathquestion ?
    mathexclam ! mathasterisk * mathpercent % mathdollar $ mathunderscore _ mathhash #
    """

  /// The names of Greek letters in text, without `text` before them.
  static let greek = """
    alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mugreek μ nu ν xi ξ omicron
    ο pi π rho ρ varsigma ς sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε
    Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi
    Χ Psi Ψ Omega Ω finalsigma ς
    """

  /// Characters that are written between dollars.
  static let math = """
    alpha α beta β gamma γ delta δ varepsilon ε epsilon ϵ zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ
    lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ varphi φ phi ϕ chi χ psi ψ
    omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω digamma ϝ upmu μ upalpha
    α upbeta β upgamma γ updelta δ upepsilon ε upzeta ζ upeta η uptheta θ upiota ι upkappa κ uplambda λ upnu ν upxi ξ
    uppi π uprho ρ upsigma σ uptau τ upupsilon υ upphi φ upchi χ uppsi ψ upomega ω Upgamma Γ Updelta Δ Uptheta Θ
    Uplambda Λ Upxi Ξ Uppi Π Upsigma Σ Upphi Φ Uppsi Ψ Upomega Ω varGamma Γ varDelta Δ varOmega Ω aleph ℵ beth ℶ gimel
    ℷ daleth ℸ ell ℓ hbar ℏ hslash ℏ Re ℜ Im ℑ wp ℘ complement ∁ partial ∂ infty ∞ nabla ∇ emptyset ∅ varnothing ∅
    forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ measuredangle ∡ sphericalangle ∢ surd √ flat ♭
    natural ♮ sharp ♯ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ prime ′ backprime ‵ bigstar ★ square □ Box □
    blacksquare ■ triangle △ blacktriangle ▲ triangledown ▽ blacktriangledown ▼ lozenge ◊ blacklozenge ⧫ Diamond ◇ pm
    ± mp ∓ times × div ÷ ast ∗ star ⋆ circ ∘ bullet ∙ cdot ⋅ cdotp · centerdot · cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔
    vee ∨ lor ∨ wedge ∧ land ∧ setminus ∖ smallsetminus ∖ wr ≀ diamond ⋄ bigtriangleup △ bigtriangledown ▽
    triangleleft ◁ triangleright ▷ lhd ⊲ rhd ⊳ unlhd ⊴ unrhd ⊵ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ bigcirc ◯
    dagger † ddagger ‡ amalg ⨿ boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ circledast ⊛ circledcirc ⊚ circleddash ⊝
    dotplus ∔ ltimes ⋉ rtimes ⋊ Cap ⋒ Cup ⋓ curlyvee ⋎ curlywedge ⋏ barwedge ⊼ veebar ⊻ intercal ⊺ divideontimes ⋇ leq
    ≤ le ≤ geq ≥ ge ≥ leqslant ⩽ geqslant ⩾ leqq ≦ geqq ≧ ll ≪ gg ≫ lll ⋘ ggg ⋙ lesssim ≲ gtrsim ≳ lessapprox ⪅
    gtrapprox ⪆ lessgtr ≶ gtrless ≷ nless ≮ ngtr ≯ nleq ≰ ngeq ≱ lneqq ≨ gneqq ≩ prec ≺ succ ≻ preceq ⪯ succeq ⪰
    preccurlyeq ≼ succcurlyeq ≽ precsim ≾ succsim ≿ sim ∼ nsim ≁ backsim ∽ simeq ≃ approx ≈ approxeq ≊ cong ≅ ncong ≇
    equiv ≡ asymp ≍ doteq ≐ doteqdot ≑ triangleq ≜ circeq ≗ bumpeq ≏ Bumpeq ≎ propto ∝ varpropto ∝ neq ≠ ne ≠ models ⊨
    vDash ⊨ vdash ⊢ dashv ⊣ Vdash ⊩ nvdash ⊬ nvDash ⊭ perp ⟂ mid ∣ nmid ∤ parallel ∥ nparallel ∦ bowtie ⋈ Join ⋈ smile
    ⌣ frown ⌢ between ≬ pitchfork ⋔ therefore ∴ because ∵ in ∈ ni ∋ owns ∋ notin ∉ subset ⊂ supset ⊃ subseteq ⊆
    supseteq ⊇ nsubseteq ⊈ nsupseteq ⊉ subsetneq ⊊ supsetneq ⊋ sqsubset ⊏ sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒ Subset
    ⋐ Supset ⋑ sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcap ⋂ bigcup ⋃ bigvee ⋁ bigwedge ⋀ bigoplus ⨁
    bigotimes ⨂ bigodot ⨀ biguplus ⨄ bigsqcup ⨆ leftarrow ← gets ← rightarrow → to → uparrow ↑ downarrow ↓
    leftrightarrow ↔ updownarrow ↕ Leftarrow ⇐ Rightarrow ⇒ Uparrow ⇑ Downarrow ⇓ Leftrightarrow ⇔ Updownarrow ⇕
    nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ longleftarrow ⟵ longrightarrow ⟶ longleftrightarrow ⟷ Longleftarrow ⟸
    Longrightarrow ⟹ implies ⟹ impliedby ⟸ Longleftrightarrow ⟺ iff ⟺ mapsto ↦ longmapsto ⟼ hookleftarrow ↩
    hookrightarrow ↪ leftharpoonup ↼ leftharpoondown ↽ rightharpoonup ⇀ rightharpoondown ⇁ rightleftharpoons ⇌
    leftrightharpoons ⇋ nleftarrow ↚ nrightarrow ↛ nLeftarrow ⇍ nRightarrow ⇏ leadsto ⇝ rightsquigarrow ⇝
    rightleftarrows ⇄ leftrightarrows ⇆ leftleftarrows ⇇ rightrightarrows ⇉ upuparrows ⇈ downdownarrows ⇊
    circlearrowleft ↺ circlearrowright ↻ curvearrowleft ↶ curvearrowright ↷ twoheadrightarrow ↠ twoheadleftarrow ↞ Lsh
    ↰ Rsh ↱ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ langle ⟨ rangle ⟩ llbracket ⟦ rrbracket ⟧ ulcorner ⌜ urcorner ⌝ llcorner
    ⌞ lrcorner ⌟ Vert ‖ lVert ‖ rVert ‖ vert | lvert | rvert | backslash \\ colon : cdots ⋯ vdots ⋮ ddots ⋱ dotsc …
    dotsb ⋯ dotsm ⋯ imath ı jmath ȷ eth ð mho ℧ Finv Ⅎ Game ⅁ circledS Ⓢ circledR ® Bbbk 𝕜 blacktriangleleft ◀
    blacktriangleright ▶ ntriangleleft ⋪ lessdot ⋖ gtrdot ⋗ eqsim ≂ thicksim ∼ thickapprox ≈ risingdotseq ≓
    fallingdotseq ≒ multimap ⊸ Vvdash ⊪ trianglelefteq ⊴ trianglerighteq ⊵ vartriangleleft ⊲ vartriangleright ⊳
    vartriangle △ lbrack [ rbrack ] lnot ¬
    """

  /// The names of functions, which are literal in formulas.
  static let functions = """
    log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth max min sup inf lim limsup liminf
    det dim ker hom deg gcd arg Pr mod bmod argmax argmin
    """
}
