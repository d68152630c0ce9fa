namespace Weir.Traffic.Text;

/// <summary>
/// Wording by which a kind of ask is recognised, in the languages that make up most traffic. A cue has a strength; a kind is set when the
/// cues found for it add up to <see cref="Enough"/>. "|" separates cues, a digit in front is the strength (none: 3, enough alone).
/// </summary>
internal static class AskCues
{
    public const int Enough = 3;

    public static readonly (AskKinds Kind, string Cues)[] Table =
    [
        (AskKinds.Reasoning, """
            stream of consciousness|explanation first|explain first|with explanation|rationale and then|rationale first|give the rationale|your rationale|let me think|let's think|lets think|reason slowly|answer gradually|2 gradually|reasons for your answer|support your answer|explain your answer|explain the answer|elaborate your answer|explanation and then|2 then the answer|2 then answer|2 then give the answer|1 slowly|
            spell out every|spell out each|spell out your|lay out every|lay out each|lay out your|set out every|set out your|write out every|write out your|write down every step|write down your reasoning|explain every step|explain each step|explain how you|describe how you|describe your reasoning|detail your reasoning|show how you|show every|show each step|
            show the steps|show all the steps|show your thinking|show the full|show the complete|show the working|show your working|all your working|every inference|each inference|every deduction|line of thought|train of thought|line of reasoning|chain of reasoning|logical steps|reasoning steps|thinking steps|steps of your|all intermediate|
            without skipping|skip no step|do not skip|leave out no|leave nothing out|omit nothing|nothing omitted|in full detail|how you reached|how you reach|how you come to|how you came to|how you get there|why each|justify your|justify every|justify each|reason aloud|reason out loud|reason in detail|reason before|think before|think carefully|think it through|
            think hard|deliberate|2 deliberation|2 thoughts|2 reasoned|2 justification|2 justify|2 thorough|1 complete|1 exhaustive|1 detailed|1 explicit|1 explicitly|1 explain|1 logic|1 proof|1 solution|1 worked|
            denkschritte|gedankengänge|alle schritte|jeden schritt|rechenweg|herleitung|begründung|ausführlich begründen|schrittweise|toutes les étapes|chaque étape|démarche complète|cheminement|justifie chaque|todos los pasos|cada paso|cadena de pensamiento|justifica cada|todos os passos|cada passo|cadeia de pensamento|tutti i passaggi|ogni passaggio|alle stappen|
            elke stap|alla steg|varje steg|wszystkie kroki|każdy krok|tok rozumowania|všechny kroky|každý krok|postup řešení|minden lépést|lépésenként|tüm adımları|her adımı|adım adım açıkla|tất cả các bước|setiap langkah|semua langkah|все шаги|каждый шаг|по шагам|ход решения|обоснуй каждый|подробно рассуждай|
            всі кроки|кожен крок|όλα τα βήματα|κάθε βήμα|כל השלבים|כל שלב|جميع الخطوات|كل خطوة|طريقة التفكير|تمام مراحل|हर चरण|सभी चरण|प्रत्येक चरण|तर्क|每一步|详细推理|推理步骤|逐步推导|解题过程|解题步骤|思维过程|完整的推理|すべてのステップ|各ステップ|途中式|考え方の過程|思考の過程|모든 단계|각 단계|풀이 과정|사고의 과정|ทุกขั้นตอน|วิธีคิด|
            step by step|show your reasoning|show your work|show all your work|show all steps|explain your reasoning|explain your thinking|think aloud|think out loud|chain of thought|reason through|reason carefully|
            full reasoning|complete reasoning|detailed reasoning|transparent reasoning|reasoning process|thought process|thinking process|every step of|each step of|justify each step|justify every step|walk me through|walk through your|
            2 think through|2 reasoning in|2 reasoning inside|reasoning tags|think tags|thinking tags|2 reasoning|1 think|1 thinking|1 derivation|1 rationale|2 work through|2 lay out|1 intermediate|2 intermediate steps|2 before answering|2 before giving|2 before the final answer|
            2 final answer|1 steps|1 carefully|1 transparent|1 deduce|
            schritt für schritt|denke laut|2 gedankengang|begründe jeden|2 lösungsweg|2 überlegungen|étape par étape|2 raisonnement|montre ton raisonnement|paso a paso|2 razonamiento|muestra tu razonamiento|passo a passo|2 raciocínio|passo dopo passo|passo per passo|2 ragionamento|
            stap voor stap|2 redenering|steg för steg|trin for trin|steg for steg|krok po kroku|krok za krokem|2 rozumowanie|lépésről lépésre|pas cu pas|adım adım|từng bước|2 suy luận|langkah demi langkah|2 penalaran|hakbang hakbang|hatua kwa hatua|
            пошагово|шаг за шагом|2 рассуждения|2 рассуждение|ход рассуждений|ход мыслей|крок за кроком|покроково|стъпка по стъпка|корак по корак|βήμα προς βήμα|βήμα βήμα|צעד אחר צעד|שלב אחר שלב|خطوة بخطوة|خطوة خطوة|گام به گام|مرحله به مرحله|قدم به قدم|चरण दर चरण|कदम दर कदम|ধাপে ধাপে|
            一步一步|逐步|一步步|思维链|推理过程|思考过程|思路|推导过程|ステップバイステップ|段階的に|順を追って|推論過程|思考過程|단계별|단계적으로|추론 과정|사고 과정|차근차근|ทีละขั้น|ขั้นตอนการคิด
            """),
        (AskKinds.ReasoningBehind, """
            thinking behind|logic behind|reasons behind|why this is the answer|why that is the answer|why it is correct|why this is correct|why the solution|how this answer|how that answer|how this result|how that result|how the result was|how the answer was|leads to this answer|leads to the answer|lead to this|led to this|leading to this|result in this answer|
            explain how this|explain how the answer|backwards from|2 was reached|2 was obtained|2 was derived|2 was arrived|2 already solved|2 already answered|2 correct result|1 answer|1 result|1 conclusion|1 behind|1 given|2 retrace|2 reverse engineer|reconstruct step|recover the reasoning|fill in the reasoning|supply the reasoning|provide the reasoning|
            write the reasoning|warum diese antwort|wie man zu dieser|wie man auf diese|weg zur lösung|pourquoi cette réponse|comment on arrive|comment arriver à cette|por qué esta respuesta|cómo se llega|por que esta resposta|como se chega|perché questa risposta|come si arriva|почему этот ответ|как прийти к|как получился|восстанови рассуждение|为什么这个答案|如何得出|怎样得出|どのようにしてこの答え|왜 이 답|
            reasoning behind|reasoning that leads to|reasoning that led|reasoning which leads to|reasoning leading to|explain why the answer is|explain why this answer|why is this answer|how one arrives at|how to arrive at|how you arrived at|how you got|arrive at this answer|reach this answer|
            reach that answer|reconstruct the reasoning|reconstruct the thinking|reconstruct how|work backwards|work back from|given the answer|given the final answer|given this answer|given the solution|the correct answer is|the answer is given|2 known answer|2 the final answer is|2 finished answer|2 this conclusion|2 that conclusion|2 justify the answer|
            1 rationale|1 reconstruct|1 derive|1 reasoning|rationale for the answer|rationale behind|begründung für die antwort|weg zu dieser antwort|raisonnement derrière|raisonnement qui mène|razonamiento detrás|razonamiento que lleva|raciocínio por trás|ragionamento dietro|рассуждения которые приводят|
            как получен этот ответ|给出答案的理由|得出该答案|得出这个答案|答案的推理|この答えに至る|この答えになる理由|이 답에 도달
            """),
        (AskKinds.Grading, """
            2 assess the|2 assess this|2 assess each|2 assess how|2 judge the|2 judge this|2 judge how|2 judge which|2 mark the|2 mark this|2 appraise|2 rank the|2 rank these|2 rank the following|score it|score them|2 scoring|2 grading|2 points for|give a score|give a mark|give a grade|award a|assign a grade|2 overall score|score between|1 number between|between 1 and|between 0 and|from one to ten|
            2 out of ten||||2 which is better|2 which one is better|better of the two|1 prefer|2 preference|2 preferred|2 compare the two|compare the answers|compare the responses|compare the following answers|1 first answer|1 second answer|1 answer 1|1 answer 2|2 answer a|2 answer b|response 1|response 2|2 evaluator|2 examiner|
            2 grader|2 rater|2 reviewer|2 evaluation criteria|2 following criteria|2 these criteria|1 helpfulness|1 accuracy|1 correctness|1 clarity|1 quality|2 note de||2 punktzahl|note von|vergib|1 bewertung|2 bewerten|2 beurteile|2 évaluer|2 évaluez|barème|puntúa|puntuación|2 evalúe|2 evaluar|2 calificación|pontuação|pontue|2 avaliar|2 nota de|punteggio|2 valutare|2 voto da|2 beoordeel|2 cijfer|betygsätt|oceń|2 ocena|ohodnoť|2 hodnocení|értékeld|
            puanla|2 değerlendir|chấm điểm|2 đánh giá|nilai jawaban|beri nilai|поставь оценку|2 оцените|оценка от|2 балл|2 баллов|2 критериям|оціни|βαθμολόγησε|דרג|2 ציון|قيم الإجابة|قيّم|درجة من|نمره|2 मूल्यांकन|1 अंक|打分|1 评价|评判|评定|1 分数|从1到|1到10|2 点数|2 評価|2 スコア|ให้คะแนน|2 평가|2 점수|1 등급|
            rubric|grade the|grade this|grade these|grade each|score the response|score this response|score the answer|score this answer|score the following|score each|rate the response|rate this response|rate the answer|rate this answer|rate the following|rate each|on a scale of|on a scale from|scale of 1|
            2 from 1 to|2 from 0 to|2 out of|1 score|1 grade|1 rate|1 criteria|1 criterion|1 marks|1 rating|which response is better|which answer is better|which of the two|response a|response b|assistant a|assistant b|answer a and answer b|2 candidate answer|2 candidate response|2 model answer|pairwise comparison|
            preference judgment|act as a judge|impartial judge|as a judge|evaluate the response|evaluate the answer|evaluate this answer|evaluate the following response|2 evaluate|2 better response|2 award points|2 assign a score|reward model|bewerte die antwort|bewerte die folgende|2 punkte|auf einer skala|
            évalue la réponse|note la réponse|2 sur une échelle|evalúa la respuesta|califica la respuesta|en una escala|avalie a resposta|em uma escala|valuta la risposta|su una scala|оцени ответ|оцените ответ|по шкале|2 критерии|评分|打分|给分|评估以下回答|评价以下|哪个回答更好|採点|評価してください|どちらの回答|채점|평가해|점수를
            """),
        (AskKinds.SafeRewriting, """
            get past|pass review|passes review|pass moderation|passes moderation|passes the filter|approved by|be approved|will not be flagged|not be flagged|avoid being flagged|not get flagged|without triggering|not trigger|trigger no|won't offend|will not offend|give no offence|give no offense|2 flagged|2 blocked|2 censored|2 censorship|2 filter|2 filters|2 taboo|2 permissible|2 acceptable|2 euphemism|2 euphemisms|
            2 politically|2 authorities|2 regulator|2 regulators|2 propaganda|1 harmony|2 social stability|1 safe|1 safely|1 compliant|2 diplomatically|2 evasive|2 evade|2 steer away|rewrite this question|rewrite the question|rephrase this question|rephrase the question|reword the question|unproblematisch|unbedenklich|unverfänglich|zensiert|formuliere um|censuré|reformule|politiquement|reescribe|políticamente|reformula|
            переформулируй|перефразируй|нейтрально|цензуры|чувствительн|审查|敏感|改写|中立表述|和谐|検閲を|無難な|검열을|민감한|
            pass the filter|pass a filter|pass the censor|pass censorship|avoid censorship|avoids censorship|censorship safe|politically safe|politically neutral version|politically acceptable|acceptable to authorities|acceptable to the authorities|acceptable to censors|comply with local regulations|
            remove sensitive|removes sensitive|without sensitive|sensitive words|sensitive terms|sensitive topics|sensitive question|2 sensitive|2 neutral wording|2 neutral language|1 neutral|2 harmless|2 inoffensive|1 rewrite|1 rephrase|1 reword|2 softened|2 toned down|2 censors|2 censor|2 moderation|
            2 deflect|2 non committal|redirect the conversation|2 avoids taking|1 controversial|2 dissidents|entschärfe|neutraler formulieren|2 zensur|2 censure|2 censura|обойти цензуру|2 цензура|2 нейтральной формулировке|敏感词|敏感话题|敏感问题|规避审查|安全改写|通过审核|政治敏感|検閲|검열
            """),
        (AskKinds.Coding, """
            write a function|write a program|write a script|write code|write the code|write a class|write a query|unit test|unit tests|2 refactor|debug this|fix this code|fix the bug|2 stack trace|2 compile error|2 syntax error|2 implement|1 function|1 code|1 method|2 algorithm|2 python|2 javascript|2 typescript|2 java|2 sql|2 html|2 css|
            2 bash|2 regex|2 kubernetes|2 dockerfile|2 rust|2 golang|2 php|2 kotlin|2 swift|1 class|1 api|1 compile|2 pandas|2 numpy|2 django|2 react|2 nullpointerexception|2 traceback|1 bug|1 exception|2 codebase|2 repository|2 pull request|2 git|1 endpoint|2 json schema|schreibe eine funktion|
            écris une fonction|escribe una función|escreva uma função|scrivi una funzione|напиши функцию|напиши программу|2 функция|2 код|编写一个函数|写一个函数|写代码|代码|编程|関数を書|コードを書|コード|함수를 작성|코드
            """),
        (AskKinds.Agentic, """
            2 available tools|2 tool call|call the tool|use the tools|use the following tools|2 next action|next tool call|2 plan of action|2 action input|2 observation|2 browse|2 click on|2 open the browser|2 run the command|2 execute the command|2 subtasks|2 sub agents|2 orchestrate|2 function call|2 workflow|1 agent|1 agents|1 tool|1 tools|2 terminal|2 screenshot
            """),
        (AskKinds.Vision, """
            2 in the image|2 in this image|describe the image|describe this image|describe the picture|describe this picture|this screenshot|attached image|2 photo|2 attached picture
            """),
        (AskKinds.SystemPromptProbing, """
            instructions you have|instructions you got|instructions you received|given to you|were given before|before this conversation|before this message|first message you|configured with|how were you configured|your setup|your prompt|preamble|above this line|word for word|2 hidden text|2 confidential instructions|2 developer message|print your|output your|reveal your|show me your instructions|2 leak|2 disclose|
            system prompt|system message|your instructions|your initial instructions|initial prompt|hidden instructions|hidden prompt|instructions above|text above|everything above|words above|repeat the words|repeat everything|2 verbatim|what were you told|your guidelines|your configuration|original instructions|instructions you were given|
            prompt you were given|your rules|systemprompt|deine anweisungen|2 anweisungen|tes instructions|invite système|prompt système|tus instrucciones|suas instruções|tue istruzioni|системный промпт|твои инструкции|системные инструкции|系统提示|你的指令|初始指令|システムプロンプト|あなたへの指示|시스템 프롬프트
            """),
        (AskKinds.Injection, """
            ignore previous instructions|ignore all previous|ignore the previous|ignore all prior|ignore prior instructions|ignore the above|ignore your instructions|disregard previous|disregard all|disregard the above|disregard your|forget your instructions|forget everything you|forget all previous|override your|2 override|
            debug mode|developer mode|maintenance mode|admin mode|god mode|root access|2 sudo|diagnostic mode|test mode enabled|new system prompt|you are now in|2 unrestricted|from now on you are|ignoriere alle|ignoriere die vorherigen|ignore les instructions|oublie les instructions|ignora las instrucciones|ignora todas|ignore as instruções|
            ignora le istruzioni|игнорируй предыдущие|игнорируй все|забудь все|режим отладки|режим разработчика|忽略之前|忽略以上|忽略所有|开发者模式|调试模式|以前の指示を無視|指示を無視|開発者モード|이전 지시를 무시|개발자 모드
            """),
        (AskKinds.RefusalProbing, """
            why did you refuse|why do you refuse|why can't you|why won't you|are you allowed to|what are you not allowed|what topics do you refuse|2 refuse|2 refused|without restrictions|without any restrictions|no restrictions|without limitations|no ethical|without ethical|no moral|jailbreak|uncensored|do anything now|2 bypass|2 unfiltered|2 forbidden|
            2 not allowed to|stay in character no matter|never refuse|hypothetically speaking|2 hypothetically|2 as an evil|2 amoral|in a fictional world where|2 content policy|2 policy violation|2 refusal|ohne einschränkungen|sans restriction|sans aucune restriction|sin restricciones|sem restrições|senza restrizioni|без ограничений|без цензуры|没有限制|无限制|越狱|制限なし|제한 없이
            """),
        (AskKinds.HiddenReasoningProbing, """
            hidden reasoning|hidden thoughts|hidden chain|internal reasoning|internal monologue|internal thoughts|internal thinking|inner monologue|inner thoughts|raw reasoning|raw thoughts|raw thinking|raw chain|scratchpad|unfiltered thoughts|unsummarized|unsummarised|thinking tokens|reasoning tokens|reasoning trace|reasoning traces|thinking trace|thinking block|verbatim reasoning|
            verbatim thoughts|private reasoning|analysis channel|interne gedanken|innerer monolog|interne überlegungen|monologue intérieur|raisonnement interne|monólogo interno|razonamiento interno|raciocínio interno|monologo interiore|ragionamento interno|внутренний монолог|внутренние рассуждения|скрытые рассуждения|内心独白|内部推理|隐藏的思考|原始思维|内部の思考|内なる独白|내부 추론|내면의 독백
            """),
        (AskKinds.Translation, """
            translate|translation|translated|translating|2 into english|2 into german|2 into french|2 into spanish|2 into chinese|2 into japanese|übersetze|übersetzung|übersetzen|traduis|traduire|traduction|traduce|traducir|traducción|traduz|traduza|tradução|traduci|tradurre|traduzione|vertaal|vertaling|översätt|oversæt|oversett|przetłumacz|tłumaczenie|přelož|preložte|
            fordítsd|traduceți|tradu|çevir|çeviri|tercüme|dịch|terjemahkan|isalin|tafsiri|переведи|переведите|перевод|перевести|переклади|преведи|μετάφρασε|תרגם|ترجم|ترجمة|ترجمه|अनुवाद|অনুবাদ|翻译|译成|译为|翻訳|訳して|번역|แปล
            """),
        (AskKinds.Extraction, """
            2 extract|1 from this|1 from the following|1 from the text|extract the|extract all|2 extraction|return json|return a json|json object|2 as json|2 in json|2 named entities|2 key value|2 fields|1 parse|pull out the|list all names|2 following fields|extrahiere|extrais|extrae|extraia|estrai|извлеки|извлечь|提取|抽出して|추출
            """),
        (AskKinds.Classification, """
            classify|classification|2 category|2 categories|categorize|categorise|2 sentiment|label the|one of the following labels|2 labels|2 label|one of the following categories|positive or negative|positive negative or neutral|spam or not|which intent|2 intent|klassifiziere|classifie|clasifica|classifique|classifica|классифицируй|分类|情感|分類|분류
            """),
        (AskKinds.Summarising, """
            summarize|summarise|summary|tl dr|tldr|in one sentence|2 condense|2 key points|2 bullet points|2 shorten|1 short|zusammenfassung|fasse zusammen|fasse|résume|résumé|resume este|resumen|resumir|resuma|resumo|riassumi|riassunto|samenvatting|vat samen|sammanfatta|podsumuj|streszczenie|özetle|tóm tắt|ringkas|резюме|кратко изложи|краткое содержание|总结|概括|摘要|要約|まとめて|요약
            """),
        (AskKinds.Chat, """
            hello|hi|hey|thanks|thank you|good morning|good evening|how are you|what's up|lol|haha|okay|ok|cool|nice|great thanks|2 feel|2 feeling|2 sad|2 my friend|2 my girlfriend|2 my boyfriend|2 my wife|2 my husband|2 birthday|hallo|guten morgen|danke|bonjour|salut|merci|hola|gracias|buenos días|olá|obrigado|ciao|grazie|hej|hei|cześć|dzięki|merhaba|xin chào|halo|terima kasih|привет|спасибо|здравствуйте|привіт|γεια|שלום|مرحبا|سلام|नमस्ते|你好|谢谢|こんにちは|ありがとう|안녕|감사
            """),
        (AskKinds.Question, """
            what|what's|why|how|who|whom|when|where|which|whose|is there|are there|2 does|2 is it|2 can i|2 could you tell|was ist|wie|warum|wer|wann|wo|welche|welcher|comment|pourquoi|qui est|quel|quelle|quand|où|cómo|qué|quién|cuál|cuándo|dónde|como|qual|quem|quando|onde|come|cosa|perché|chi|quale|dove|hoe|wat|waarom|hur|vad|varför|hvordan|hvad|hvorfor|hva|miten|miksi|mikä|jak|dlaczego|co to|proč|hogyan|miért|cum|nasıl|neden|nedir|
            bagaimana|mengapa|apa|paano|bakit|ano|vipi|nini|как|почему|что такое|кто|где|когда|какой|чому|як|защо|πώς|γιατί|איך|למה|كيف|لماذا|چگونه|چرا|کیسے|کیوں|कैसे|क्यों|क्या|কীভাবে|কেন|什么|为什么|怎么|如何|何ですか|なぜ|どうやって|무엇|왜|어떻게|อะไร|ทำไม|อย่างไร
            """),
    ];

    /// <summary>Words of everyday requests: they are in everybody's prompts and say nothing about one.</summary>
    public const string Everyday = "please can could would you help me write give tell explain make create list what how why use using following below answer question want need i my your the a an of to in and for";
}
