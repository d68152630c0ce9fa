namespace Weir.Traffic.Text;

/// <summary>
/// Small words by which a language gives itself away, even in a short prompt: function words first, then the verbs and nouns that open
/// requests. Written down by hand; a word that several languages share simply votes for all of them, with less weight.
/// </summary>
internal static class LanguageWords
{
    public static readonly (Language Language, string Words)[] Table =
    [
        (Language.English, "the of and to in is that for it with as was on are be this by at from or an have not you what how why which who can could would should your my me i we they does do did please write give explain make list there when where tell if will about into than then these those has had been were its our their her his he she any all find let show hello hi thanks want need help please"),
        (Language.German, "der die das und ist nicht ein eine einen einem einer zu von mit auf für dem den des im wie was warum wer wo bitte ich du sie er es wir ihr mein meine kann können soll sollte auch aus bei nach oder aber wenn dass schreibe erkläre gib mir mich sich wird werden sind hat haben über unter zwischen welche welcher gibt hallo danke einen nenne zeige"),
        (Language.French, "le la les un une des et est pas de du en que qui dans pour sur avec au aux ce cette ces il elle nous vous je tu mon ma mes ton votre comment pourquoi quoi quel quelle quels où par plus ne se sont a été être fait faire écris explique donne moi merci bonjour peux pouvez si ou mais entre leur leurs d l qu j c"),
        (Language.Spanish, "el la los las un una de y es en que no por para con del al se lo su sus como cómo qué quién cuál cuáles dónde por porque más este esta estos pero o si yo tú mi me te le son está están ser hay fue puede puedes escribe explica dame hola gracias favor entre sobre cuando cuántos hacer quiero ejemplo"),
        (Language.Portuguese, "o a os as um uma de e é em que não por para com do da dos das no na nos nas se seu sua como qual quais quem onde porque mais este esta isso mas ou eu você meu minha me são está estão ser há foi pode escreva explique dê olá obrigado obrigada favor entre sobre quando quantos fazer quero exemplo ao à pelo pela também até muito"),
        (Language.Italian, "il lo la i gli le un uno una di e è in che non per con del della dei delle degli al alla ai nel nella sul sulla si suo sua come cosa chi quale quali dove perché più questo questa ma o se io tu mio mia mi sono sei era essere fare può puoi scrivi spiega dammi ciao grazie favore tra quando quanti anche da dal dalla"),
        (Language.Dutch, "de het een en is niet van in op te dat die voor met aan er zijn naar om bij ook als maar dan wat hoe waarom wie waar welke ik jij je hij zij ze we wij mijn jouw kan kunnen kun zou moet worden wordt heeft hebben schrijf geef leg uit mij over uit alsjeblieft hallo bedankt tussen deze dit geen nog tot"),
        (Language.Swedish, "och att det är en ett som på för med av i inte den till de om vad hur varför vem var vilken vilka jag du han hon vi ni min mitt mina kan ska skulle från har hade eller men så skriv förklara ge mig tack hej snälla mellan också när alla detta denna vara blir finns efter"),
        (Language.Danish, "og at det er en et som på for med af i ikke den til de om hvad hvordan hvorfor hvem hvor hvilken hvilke jeg du han hun vi min mit mine kan skal skulle fra har havde eller men så skriv forklar giv mig tak hej venligst mellem også når alle dette denne være bliver findes efter noget"),
        (Language.Norwegian, "og at det er en et som på for med av i ikke den til de om hva hvordan hvorfor hvem hvor hvilken hvilke jeg du han hun vi min mitt mine kan skal skulle fra har hadde eller men så skriv forklar gi meg takk hei vennligst mellom også når alle dette denne være blir finnes etter noe"),
        (Language.Finnish, "ja on ei se että joka mitä mikä miten miksi kuka missä minä sinä hän me te he minun sinun voi voit ovat oli ole kuin myös mutta tai jos niin kirjoita selitä anna minulle kiitos hei kun tämä tämän sen sitä ovatko onko voisitko paljonko kuinka mitkä välillä kanssa"),
        (Language.Polish, "i w na z nie to że się jest do jak co czy dlaczego kto gdzie który która które o po za od dla przez ale lub oraz ja ty on ona my mój moja mi może można są był była być napisz wyjaśnij podaj proszę cześć dzięki dziękuję między jaki jaka jakie ile tym tego czym także przy"),
        (Language.Czech, "a v na se je že to s z do o k i jak co proč kdo kde který která které pro po za od ale nebo já ty on ona my můj moje mi může můžeš jsou byl byla být napiš vysvětli dej prosím ahoj děkuji mezi jaký jaká jaké kolik tím toho při také není jsem ve že"),
        (Language.Slovak, "a v na sa je že to s z do o k i ako čo prečo kto kde ktorý ktorá ktoré pre po za od ale alebo ja ty on ona my môj moje mi môže môžeš sú bol bola byť napíš vysvetli daj prosím ahoj ďakujem medzi aký aká aké koľko tým toho pri tiež nie som vo"),
        (Language.Hungarian, "a az és hogy nem is egy van mi mit miért hogyan ki hol melyik milyen ez azt ezt vagy de ha csak már még meg el én te ő mi ti ők lehet kell írj írja magyarázd adj nekem kérlek köszönöm szia helló között mennyi hány mikor volt lesz vannak való szerint minden"),
        (Language.Romanian, "și în de la pe cu nu este că un o să se ce cum care din pentru sunt mai a al ale lui dar sau dacă eu tu el ea noi voi meu mea mi te rog scrie explică dă îmi mulțumesc salut bună între unde când cât câte fi fost poate poți acest această cine"),
        (Language.Croatian, "i u na je se da za od do s sa o kako što zašto tko gdje koji koja koje ali ili ja ti on ona mi moj moja može možeš su bio bila biti napiši objasni daj molim bok hvala između kakav koliko li ne iz po ovaj ova sam nije kada"),
        (Language.Slovenian, "in v na je se da za od do s z o kako kaj zakaj kdo kje kateri katera katere ampak ali jaz ti on ona mi moj moja lahko so bil bila biti napiši razloži daj prosim živjo hvala med kakšen kakšna koliko ne iz po ta to sem ni kdaj tudi pri"),
        (Language.Lithuanian, "ir yra į kad su iš ne tai kaip kas kodėl kur kuris kuri kurie bet ar arba aš tu jis ji mes jūs mano gali galite buvo būti parašyk paaiškink duok man prašau labas ačiū tarp koks kokia kiek apie nuo iki per taip pat už jei yra"),
        (Language.Latvian, "un ir uz ka ar no ne tas kā kas kāpēc kur kurš kura kuri bet vai es tu viņš viņa mēs jūs mans mana var varat bija būt uzraksti paskaidro dod man lūdzu sveiki paldies starp kāds kāda cik par līdz arī ja pie nav lai"),
        (Language.Estonian, "ja on ei see et mis kuidas miks kes kus milline millised aga või kui ma sa ta me te minu sinu saab võib oli olla kirjuta selgita anna mulle palun tere aitäh vahel palju ka oma siis nii mida kas ning selle"),
        (Language.Turkish, "ve bir bu için ile de da ne nasıl neden kim nerede hangi ben sen o biz siz benim senin mi mı mu mü değil var yok olan olarak gibi daha çok en ama veya ya yaz yazın açıkla ver bana lütfen merhaba teşekkürler arasında kaç nedir eder misin olur ki kadar sonra hakkında"),
        (Language.Azerbaijani, "və bir bu üçün ilə nə necə niyə kim harada hansı mən sən o biz siz mənim deyil var yox olan kimi daha çox ən amma yaxud yaz izah et ver mənə zəhmət olmasa salam təşəkkür arasında neçə nədir haqqında"),
        (Language.Vietnamese, "là và của có không cho một các những được trong với này đó để khi như thế nào tại sao ai ở đâu gì hãy viết giải thích tôi bạn anh chị chúng ta về từ đến cũng nhưng hoặc nếu thì sẽ đã đang rất nhiều bao nhiêu xin chào cảm ơn giúp giữa cách làm ra"),
        (Language.Indonesian, "dan yang di ke dari untuk dengan ini itu tidak adalah pada apa bagaimana mengapa kenapa siapa mana saya kamu anda dia kami kita mereka bisa dapat akan sudah telah atau tetapi jika tolong tulis tuliskan jelaskan berikan buatkan halo terima kasih antara berapa juga dalam oleh sebagai lebih ada bukan boleh macam awak hendak"),
        (Language.Tagalog, "ang ng mga sa na ay at hindi ito iyon para kung ano paano bakit sino saan alin ako ikaw siya kami tayo sila ko mo niya po opo may mayroon wala pero o isulat ipaliwanag bigyan magbigay salamat kumusta pagitan ilan din rin lang ba"),
        (Language.Swahili, "na ya wa kwa ni katika la za cha vya hii hiyo si nini vipi kwa nini nani wapi gani mimi wewe yeye sisi wao yangu yako kuwa lakini au kama tafadhali andika eleza nipe habari asante kati ngapi pia hapa sana zaidi"),
        (Language.Catalan, "el la els les un una de i és en que no per amb del al dels als es seu seva com què qui quin quina quins on perquè més aquest aquesta però o si jo tu meu meva em són està ser hi ha pot pots escriu explica dóna hola gràcies sisplau entre quan quants fer vull també d l"),
        (Language.Afrikaans, "die en is nie van in op te dat vir met aan om by ook as maar dan wat hoe hoekom wie waar watter ek jy hy sy ons julle hulle my jou kan kon sou moet word het skryf gee verduidelik asseblief hallo dankie tussen hierdie geen nog tot deur"),
        (Language.Albanian, "dhe në të e i është një për me nga që nuk se si çfarë pse kush ku cili cila unë ti ai ajo ne ju ata im ime mund janë ishte shkruaj shpjego jep më lutem përshëndetje faleminderit midis sa por ose nëse kjo ky"),
        (Language.Icelandic, "og að er í á það sem ekki við til um með en hvað hvernig hvers vegna hver hvar ég þú hann hún við þið minn mín getur geta eru var vera skrifaðu útskýrðu gefðu mér takk halló milli líka þegar eða af frá"),
        (Language.Irish, "agus an na is ar ag i le do go ní tá bhí sé sí mé tú muid sibh siad cad conas cén fáth cé cá mo scríobh mínigh tabhair dom dia duit raibh maith agat idir ach nó más seo sin"),
        (Language.Russian, "и в на не что с по как это для из к от о а но или если то же у за при я ты он она мы вы они мой меня мне может можно нужно есть был была быть почему кто где какой какая какие сколько когда напиши напишите объясни объясните дай составь пожалуйста привет спасибо между чем также его её их все так"),
        (Language.Ukrainian, "і в на не що з по як це для із до від о а але або якщо то ж у за при я ти він вона ми ви вони мій мене мені може можна треба є був була бути чому хто де який яка які скільки коли напиши напишіть поясни поясніть дай склади будь ласка привіт дякую між ніж також його її їх та"),
        (Language.Bulgarian, "и в на не че с по как това за от да се са е а но или ако то при аз ти той тя ние вие те мой моя ми може трябва има беше бъде защо кой къде какво каква какви колко кога напиши обясни дай моля здравей благодаря между също неговата ще със във"),
        (Language.Serbian, "и у на је да се за од до са о како шта зашто ко где који која које али или ја ти он она ми мој моја може можеш су био била бити напиши објасни дај молим здраво хвала између какав колико ли не из по овај сам није када"),
        (Language.Belarusian, "і ў на не што з па як гэта для да ад аб а але або калі то пры я ты ён яна мы вы яны мой мяне мне можа трэба ёсць быў была быць чаму хто дзе які якая якія колькі напішы растлумач дай калі ласка прывітанне дзякуй паміж таксама"),
        (Language.Kazakh, "және бір бұл үшін мен бен не қалай неге кім қайда қандай сен ол біз сіз менің емес бар жоқ деген сияқты өте бірақ немесе жаз түсіндір бер маған өтінемін сәлем рахмет арасында қанша туралы"),
        (Language.Greek, "και το η ο να τα του της των τον την με σε για από που είναι δεν ένα μια τι πώς γιατί ποιος πού ποια εγώ εσύ αυτός μου σου μπορεί μπορείς γράψε εξήγησε δώσε παρακαλώ γεια ευχαριστώ μεταξύ πόσο ή αλλά αν στο στη στην"),
        (Language.Hebrew, "של את על לא זה עם הוא היא אני אתה אם או אבל כי גם מה איך למה מי איפה איזה כל יש אין בין כמה תכתוב כתוב הסבר תן לי בבקשה שלום תודה"),
        (Language.Arabic, "في من على إلى أن ما هو هي هذا هذه التي الذي عن مع لا لم كيف لماذا متى أين هل كم أنا أنت نحن كان كانت يكون اكتب اشرح أعطني لي من فضلك مرحبا شكرا بين أو و ثم كل بعض ذلك تلك"),
        (Language.Persian, "و در به از که این را با است برای آن یک خود تا بر هم نیز اگر یا من تو او ما شما چه چگونه چرا کی کجا کدام چند می نمی شود کند کنید بنویس بنویسید توضیح بده دهید لطفا سلام ممنون بین های"),
        (Language.Urdu, "کے کی کا میں اور ہے سے کو پر نے یہ وہ کہ ہیں نہیں ایک تھا ہو کر بھی تو جو کیا کیسے کیوں کون کہاں کونسا مجھے آپ ہم لکھیں بتائیں سمجھائیں براہ کرم شکریہ کتنے درمیان"),
        (Language.Hindi, "के की का में और है से को पर ने यह वह कि हैं नहीं एक था हो कर भी तो जो क्या कैसे क्यों कौन कहाँ कहां मुझे आप हम लिखें लिखो बताओ बताएं समझाओ समझाएं कृपया नमस्ते धन्यवाद कितने बीच इस मेरे लिए"),
        (Language.Marathi, "आणि आहे च्या मध्ये ला ने हे ते ती नाही एक होते करा मी तू आपण काय कसे का कोण कुठे कोणते मला लिहा सांगा समजावून कृपया नमस्कार धन्यवाद किती यांच्या असे आहेत साठी"),
        (Language.Nepali, "र को मा छ लाई ले यो त्यो हो छन् होइन एक थियो गर्न पनि के कसरी किन को कहाँ कुन मलाई तपाईं हामी लेख्नुहोस् बताउनुहोस् कृपया नमस्ते धन्यवाद कति बीच का लागि"),
        (Language.Bengali, "এবং এর একটি এই কি কী কেন কে কোথায় আমি তুমি আপনি আমার জন্য থেকে করে না হয় লিখুন"), (Language.Punjabi, "ਅਤੇ ਦੇ ਦਾ ਦੀ ਵਿੱਚ ਹੈ ਨੂੰ ਕੀ"), (Language.Gujarati, "અને છે ના ની નું માં શું કેમ"),
        (Language.Tamil, "மற்றும் ஒரு இந்த என்ன எப்படி ஏன் யார் எங்கே"), (Language.Telugu, "మరియు ఒక ఈ ఏమి ఎలా ఎందుకు"), (Language.Kannada, "ಮತ್ತು ಒಂದು ಈ ಏನು ಹೇಗೆ"), (Language.Malayalam, "ഒരു ഈ എന്ത് എങ്ങനെ"),
    ];

    /// <summary>Endings (the last three characters of a word of five or more) that lean towards a language: for prompts without function words.</summary>
    public static readonly (Language Language, string Endings)[] Endings =
    [
        (Language.English, "ing ght ess ful ish ble ial ity ght ous nce ted hip ive ean ock ore ull"),
        (Language.German, "ung eit ich sch cht gen ben hen zen tzt ten aft ieb ßen ert ier sse"),
        (Language.French, "eux aux ait ent eau eur ois oir nne lle que ées ité ège ère iez ons"),
        (Language.Spanish, "ión dad aje ado ido nte ces dor ura mos ría ños osa oso cia gía ero"),
        (Language.Portuguese, "ção ões dade gem ado ido nte ção inh nho nha ões eis ria ais cia ões"),
        (Language.Italian, "ione ità zza nza gio tto tti lle sta nno zio gia ato ata one ini oni"),
        (Language.Dutch, "ijk eid ing ijn tje oek uur aar oor eer nen ken ven len aan ien ucht"),
        (Language.Swedish, "het nde gen are lig ing ade ska ion ten era iga arn ron"), (Language.Danish, "hed nde gen lig ing ede ske ion ere else ngen"), (Language.Norwegian, "het nde gen lig ing ede ske jon ere else ngen"),
        (Language.Finnish, "nen sta ssa ien aan ään ksi lla llä iin mme vat kaa uus tta ttä"),
        (Language.Polish, "ość nie ych ego ami acj cja czy ski owa ją ów rze zny"), (Language.Czech, "ost ní ých ého ání ová ský ště čně ují ční"), (Language.Slovak, "osť nie ých ého ami ová ský ľa čne ujú ční"),
        (Language.Hungarian, "ság ség nak nek ban ben ból ből ása ése tás tés ott unk kat ket"),
        (Language.Romanian, "ția ții ului elor ești are rea ești lor ția ată esc"), (Language.Turkish, "lar ler nın nin dan den yor mak mek lık lik ası esi"), (Language.Indonesian, "kan nya ang ari uan aan gan han kah lah tan"),
        (Language.Lithuanian, "mas ius ija imo ųjų ais auk"), (Language.Latvian, "šana ība iem ām jas ņu tāj"), (Language.Estonian, "mine use sed dus ste des stu"),
        (Language.Croatian, "nje ost ima ski nja ija aju"), (Language.Slovenian, "nje ost ih ski nja ija ajo"), (Language.Catalan, "ció tat atge ment ons aig"),
    ];

    /// <summary>Letters that few languages use.</summary>
    public static readonly (Language Language, string Letters)[] Letters =
    [
        (Language.German, "äöüß"), (Language.French, "éèêëàâçœùûîïô"), (Language.Spanish, "ñáéíóú"), (Language.Portuguese, "ãõçáéíóúâêô"), (Language.Italian, "àèéìòù"), (Language.Dutch, "ëï"),
        (Language.Swedish, "åäö"), (Language.Danish, "æøå"), (Language.Norwegian, "æøå"), (Language.Finnish, "äö"), (Language.Estonian, "äöüõ"), (Language.Polish, "ąćęłńóśźż"), (Language.Czech, "ěščřžýáíéúůťďň"),
        (Language.Slovak, "ľĺŕôäščťžýáíéúďň"), (Language.Hungarian, "őűöüáéíóú"), (Language.Romanian, "ăâîșțşţ"), (Language.Croatian, "čćđšž"), (Language.Slovenian, "čšž"), (Language.Lithuanian, "ąčęėįšųūž"),
        (Language.Latvian, "āčēģīķļņšūž"), (Language.Turkish, "çğıöşü"), (Language.Azerbaijani, "əçğıöşü"), (Language.Vietnamese, "ăâđêôơưàảãạằẳẵắặầẩẫấậèẻẽẹềểễếệìỉĩịòỏõọồổỗốộờởỡớợùủũụừửữứựỳỷỹỵ"), (Language.Catalan, "àèéíòóúïüç"),
        (Language.Icelandic, "ðþæöáéíóúý"), (Language.Irish, "áéíóú"), (Language.Albanian, "ëç"), (Language.Afrikaans, "ëê"),
        (Language.Ukrainian, "іїєґ"), (Language.Russian, "ыэёъ"), (Language.Bulgarian, "ъщ"), (Language.Serbian, "ђјљњћџ"), (Language.Belarusian, "ўіёыэ"), (Language.Kazakh, "әғқңөұүһі"),
        (Language.Arabic, "يكةىأإؤئ"), (Language.Persian, "پچژگیک"), (Language.Urdu, "ٹڈڑںےہھیکگچپ"),
    ];
}
